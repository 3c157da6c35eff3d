import CKernels

// Selection by a mask. All operands are broadcast to each other by NumPy's rule; results are copies.

extension NDArray {
    /// The elements of `array` where `mask` is true, those of `other` elsewhere.
    public static func `where`(_ mask: BoolTensor, _ array: NDArray, _ other: NDArray) -> NDArray {
        guard let result = mask.shape.broadcast(with: array.shape)?.broadcast(with: other.shape) else {
            fatalError(
                "where: a mask of shape \(mask.shape) and tensors of shapes \(array.shape) and \(other.shape) cannot be "
                    + "broadcast to each other")
        }
        let condition = mask.detached.broadcast(to: result)
        let value = selected(condition, array.detached.broadcast(to: result), other.detached.broadcast(to: result))
        let shape = array.isTracked ? array.shape : nil
        let otherShape = other.isTracked ? other.shape : nil
        return recordMove(value, from: [array, other]) { gradient in
            [
                shape.map { Tensor.where(condition, gradient, 0).summed(to: $0) },
                otherShape.map { Tensor.where(condition, 0, gradient).summed(to: $0) },
            ]
        }.following(mask)
    }

    /// The elements of `array` where `mask` is true, `other` elsewhere.
    public static func `where`(_ mask: BoolTensor, _ array: NDArray, _ other: Element) -> NDArray {
        self.where(mask, array, NDArray([other], shape: [], in: array.context))
    }

    /// The element where `mask` is true, the elements of `other` elsewhere.
    public static func `where`(_ mask: BoolTensor, _ element: Element, _ other: NDArray) -> NDArray {
        self.where(mask, NDArray([element], shape: [], in: other.context), other)
    }

    /// One element where `mask` is true, another elsewhere.
    public static func `where`(_ mask: BoolTensor, _ element: Element, _ other: Element) -> NDArray {
        let context = mask.context
        return self.where(
            mask, NDArray([element], shape: [], in: context), NDArray([other], shape: [], in: context))
    }

    /// This array with `element` in place of the elements where `mask` is true, as `torch.masked_fill`.
    public func filling(_ element: Element, where mask: BoolTensor) -> NDArray {
        NDArray.where(mask, element, self)
    }

    /// Selects between arrays of the same shape; nothing is recorded.
    private static func selected(_ mask: BoolTensor, _ array: NDArray, _ other: NDArray) -> NDArray {
        if let array = array as? Tensor, let other = other as? Tensor {
            var work: KernelWork { KernelWork("where", reads: [mask.shape, array.shape, other.shape]) }
            return Tensor.filled(mask.shape, in: array.context, work) { context, output in
                ck_where_f32(context, mask.count64, mask.base, array.base, other.base, output)
            } as! NDArray
        }
        return NDArray(shape: mask.shape, in: array.context) { result in
            mask.withUnsafeElements { mask in
                array.withUnsafeElements { array in
                    other.withUnsafeElements { other in
                        for index in mask.indices { result[index] = mask[index] ? array[index] : other[index] }
                    }
                }
            }
        }
    }
}
