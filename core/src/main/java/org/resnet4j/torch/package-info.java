/**
 * libtorch: a {@link org.resnet4j.torch.Network} is a layer tree with its parameters on a device.
 *
 * <p>Tensor memory is invisible to the garbage collector. Two rules keep it flat: work happens
 * inside a {@link org.bytedeco.javacpp.PointerScope}, whose end frees everything created in it; and
 * longer-lived tensors are kept by a {@link org.resnet4j.torch.TensorMap}, which is closed by its
 * owner.
 */
@NullMarked
package org.resnet4j.torch;

import org.jspecify.annotations.NullMarked;
