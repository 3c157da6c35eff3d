/// The script of a report: values of charts under pointer, finger and arrow keys, and folded parts that open for print.
///
/// Without it a report loses these two and nothing else.
enum ReportScript {
    static let source = """

        (() => {
        "use strict";
        const numbers = text => (text ? text.split(" ").map(Number) : []);

        function element(name, attributes) {
          const made = document.createElementNS("http://www.w3.org/2000/svg", name);
          for (const key in attributes) made.setAttribute(key, attributes[key]);
          return made;
        }

        function makeReadable(plot, svg) {
          const [left, right, top, bottom] = numbers(svg.dataset.plot);
          const [lowX, highX, lowY, highY] = numbers(svg.dataset.range);
          const placeX = x => left + (x / 2 - lowX / 2) / (highX / 2 - lowX / 2) * (right - left);
          const placeY = y => bottom - (y / 2 - lowY / 2) / (highY / 2 - lowY / 2) * (bottom - top);
          const curves = [...svg.querySelectorAll(".series")].map(({dataset}) => ({
            name: dataset.name, color: dataset.color, x: numbers(dataset.x), y: numbers(dataset.y),
            xTexts: dataset.x.split(" "), yTexts: dataset.y.split(" "),
          }));
          const stops = [...new Set(curves.flatMap(curve => curve.x))].sort((a, b) => a - b);
          if (!stops.length) return;
          const readout = plot.appendChild(document.createElement("div"));
          readout.className = "readout";
          readout.setAttribute("role", "status");
          const marks = svg.appendChild(element("g", {"class": "marks", "pointer-events": "none"}));
          let current = -1;

          function nearest(values, wanted) {
            let best = 0;
            for (let i = 1; i < values.length; i++)
              if (Math.abs(values[i] - wanted) < Math.abs(values[best] - wanted)) best = i;
            return best;
          }

          // What a curve has at x, or between its points what its line shows there.
          function valueAt({x: places, y, yTexts}, x) {
            const exact = places.indexOf(x);
            if (exact >= 0) return {y: y[exact], text: yTexts[exact]};
            const after = places.findIndex(place => place > x);
            if (after <= 0) return null;
            const share = (x - places[after - 1]) / (places[after] - places[after - 1]);
            const between = y[after - 1] + share * (y[after] - y[after - 1]);
            return {y: between, text: "≈ " + Number(between.toPrecision(4))};
          }

          function hide() {
            current = -1;
            marks.replaceChildren();
            readout.replaceChildren();
            readout.classList.remove("shown");
          }

          function line(text, color) {
            const row = readout.appendChild(document.createElement("div"));
            if (color) {
              const swatch = row.appendChild(element("svg", {width: 10, height: 10, "aria-hidden": true}));
              swatch.appendChild(element("circle", {cx: 5, cy: 5, r: 4, fill: color}));
            }
            row.append(text);
          }

          function show(index) {
            const x = stops[index];
            if (index === current) return;
            hide();
            current = index;
            marks.appendChild(element("line", {
              x1: placeX(x), x2: placeX(x), y1: top, y2: bottom, stroke: "#5f6b7a", "stroke-dasharray": "3 3",
            }));
            line(svg.dataset.xLabel + " " + Number(x.toPrecision(5)));
            for (const curve of curves) {
              if (!curve.x.length) continue;
              const value = valueAt(curve, x);
              if (value === null) continue;
              marks.appendChild(element("circle", {
                cx: placeX(x), cy: placeY(value.y), r: 5, fill: curve.color, stroke: "#ffffff", "stroke-width": 1.5,
              }));
              line(curve.name + " " + value.text, curve.color);
            }
            const box = svg.getBoundingClientRect();
            const scale = box.width / svg.viewBox.baseVal.width;
            const beside = placeX(x) * scale;
            readout.classList.add("shown");
            const space = plot.clientWidth - readout.offsetWidth;
            const after = beside + 12;
            readout.style.left = Math.max(0, after <= space ? after : beside - 12 - readout.offsetWidth) + "px";
            readout.style.top = top * scale + "px";
          }

          function follow(event) {
            const box = svg.getBoundingClientRect();
            const along = (event.clientX - box.left) / box.width * svg.viewBox.baseVal.width;
            show(nearest(stops.map(placeX), along));
          }

          svg.addEventListener("pointermove", follow);
          svg.addEventListener("pointerdown", follow);
          svg.addEventListener("pointerleave", event => { if (event.pointerType === "mouse") hide(); });
          plot.addEventListener("blur", hide);
          plot.addEventListener("keydown", event => {
            const last = stops.length - 1;
            const target = {
              ArrowLeft: current < 0 ? last : Math.max(current - 1, 0),
              ArrowRight: current < 0 ? 0 : Math.min(current + 1, last), Home: 0, End: last,
            }[event.key];
            if (event.key === "Escape") hide();
            if (target === undefined) return;
            event.preventDefault();
            show(target);
          });
        }

        for (const plot of document.querySelectorAll(".plot")) {
          const svg = plot.querySelector("svg[data-plot]");
          if (svg) makeReadable(plot, svg);
        }

        let opened = [];
        addEventListener("beforeprint", () => {
          opened = [...document.querySelectorAll("details.print:not([open])")];
          for (const details of opened) details.open = true;
        });
        addEventListener("afterprint", () => {
          for (const details of opened) details.open = false;
        });
        })();

        """
}
