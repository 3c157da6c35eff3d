import Foundation
import SwiftletData

/// The frame of a report: one HTML file that loads nothing, and whose own policy forbids that it could.
struct ReportPage {
    let title: String
    /// What stands under the title.
    let lead: HTML
    let body: HTML

    var html: HTML {
        """
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8"/>
        <meta http-equiv="Content-Security-Policy" content="\(policy)"/>
        <meta name="viewport" content="width=device-width, initial-scale=1"/>
        <meta name="color-scheme" content="light dark"/>
        <meta name="referrer" content="no-referrer"/>
        <title>\(title)</title>
        <style>\(HTML(trusted: ReportStyle.css))</style>
        </head>
        <body>
        <header class="page">
        <p class="eyebrow">Swiftlet · run report</p>
        <h1>\(title)</h1>
        \(lead)
        </header>
        <main>
        \(body)
        </main>
        <script>\(HTML(trusted: ReportScript.source))</script>
        </body>
        </html>

        """
    }

    /// Pictures from the page itself, styles of its own, and the one script that has this digest.
    private var policy: String {
        "default-src 'none'; img-src data:; style-src 'unsafe-inline'; script-src 'sha256-\(Self.scriptDigest)'; "
            + "base-uri 'none'; form-action 'none'"
    }

    private static var scriptDigest: String {
        var hash = SHA256()
        var source = ReportScript.source
        source.withUTF8 { hash.update(UnsafeRawBufferPointer($0)) }
        let digits = Array(hash.hexDigest().utf8)
        let bytes = stride(from: 0, to: digits.count, by: 2).map {
            UInt8(String(decoding: digits[$0..<$0 + 2], as: UTF8.self), radix: 16)!
        }
        return Data(bytes).base64EncodedString()
    }
}
