package org.resnet4j.model;

import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.MemoryFormatOptional;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.resnet4j.compiled.graph.ChannelScales;
import org.resnet4j.io.FormatException;
import org.resnet4j.layer.Parameter;
import org.resnet4j.torch.Device;
import org.resnet4j.torch.HostMemory;
import org.resnet4j.torch.Network;
import org.resnet4j.torch.TensorMap;

/**
 * Int8 weights of convolutions and linear layers, as stored in a file: each beside its scales,
 * {@code layer1.0.conv1.weight} of 8-bit integers and {@code layer1.0.conv1.weight_scale} with one
 * number for each output. A normalisation after a convolution scales each output separately, so
 * folding it changes the scales and not the integers: a plan has the integers of the file.
 */
final class Int8Weights {
  private static final String SCALE = "_scale";

  private Int8Weights() {}

  /** The tensors of a network with int8 weights, which the caller owns. */
  static TensorMap of(Network network) {
    TensorMap tensors = new TensorMap();
    try (PointerScope scope = new PointerScope();
        NoGradGuard guard = new NoGradGuard()) {
      for (Parameter parameter : network.architecture().layers().allParameters()) {
        String name = parameter.name();
        Tensor tensor = network.state().get(name);
        if (parameter.role() == Parameter.Role.WEIGHT) {
          ChannelScales quantised =
              ChannelScales.of(HostMemory.floats(tensor), parameter.shape().get(0));
          Tensor values =
              torch.empty(
                  parameter.shape().stream().mapToLong(Integer::longValue).toArray(),
                  Device.CPU.options(ScalarType.Char),
                  new MemoryFormatOptional());
          HostMemory.bytes(values).put(quantised.values());
          tensors.put(name, values);
          tensors.put(name + SCALE, torch.tensor(quantised.scales()));
        } else {
          tensors.put(name, tensor.detach().clone(new MemoryFormatOptional()));
        }
      }
    }
    return tensors;
  }

  /**
   * The tensors of a file in fp32, which the caller owns.
   *
   * @throws FormatException if scales do not fit their weights, or one is not a positive number
   */
  static TensorMap toFloat(TensorMap file) {
    TensorMap tensors = new TensorMap();
    try (PointerScope scope = new PointerScope()) {
      for (String name : file.asMap().keySet()) {
        Tensor tensor = file.get(name);
        Tensor scales = file.asMap().get(name + SCALE);
        if (scales != null) {
          if (tensor.dim() == 0 || scales.dim() != 1 || scales.size(0) != tensor.size(0)) {
            throw new FormatException(
                name
                    + " of shape "
                    + HostMemory.shape(tensor)
                    + ": expected one scale for each output, got scales of shape "
                    + HostMemory.shape(scales));
          }
          requirePositive(name + SCALE, scales);
          long[] each = new long[Math.toIntExact(tensor.dim())];
          java.util.Arrays.fill(each, 1);
          each[0] = scales.size(0);
          tensors.put(name, tensor.to(ScalarType.Float).mul(scales.reshape(each)));
        } else if (!name.endsWith(SCALE)) {
          tensors.put(name, tensor);
        }
      }
      return tensors;
    } catch (RuntimeException e) {
      tensors.close();
      throw e;
    }
  }

  private static void requirePositive(String name, Tensor scales) {
    for (float scale : HostMemory.floats(scales)) {
      if (!(scale > 0) || !Float.isFinite(scale)) {
        throw new FormatException(
            name + ": expected positive scales, got " + scale + ": the file is damaged");
      }
    }
  }
}
