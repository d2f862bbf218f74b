package org.resnet4j.torch;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.resnet4j.arch.Architecture;
import org.resnet4j.layer.Auxiliary;
import org.resnet4j.layer.BatchNorm;
import org.resnet4j.layer.Conv;
import org.resnet4j.layer.Identity;
import org.resnet4j.layer.Layer;
import org.resnet4j.layer.Parameter;
import org.resnet4j.layer.Sequence;

/**
 * A network for inference whose normalisations are folded into the preceding convolutions: with
 * running statistics, both are one affine map. Side classifiers are dropped. The values at named
 * places stay the same, so a normalisation after the end of a named sequence is kept.
 *
 * @param network equivalent to the original up to rounding; closed by the caller. Its architecture
 *     keeps name and options, but cannot be rebuilt from them.
 * @param folded the number of folded normalisations
 * @param kept the number without a convolution directly before them
 */
public record Folding(Network network, int folded, int kept) {

  /** Folds where possible, in fp64, into a new network with fp32 weights. */
  public static Folding of(Network network) {
    return Torch.alone(() -> fold(network));
  }

  /** The layers of the folded network, without weights. */
  public static Layer layers(Layer layers) {
    return new Folder().fold(layers);
  }

  /** The number of foldable normalisations in these layers, determined without weights. */
  public static int count(Layer layers) {
    Folder folder = new Folder();
    folder.fold(layers);
    return folder.folded.size();
  }

  private static Folding fold(Network network) {
    Architecture architecture = network.architecture();
    Folder folder = new Folder();
    Layer layers = folder.fold(architecture.layers());
    Architecture changed = new Architecture(architecture.name(), architecture.options(), layers);
    try (PointerScope scope = new PointerScope();
        NoGradGuard guard = new NoGradGuard();
        TensorMap tensors = folder.tensors(network.state())) {
      Network result = Network.of(changed, tensors, network.device(), network.precision());
      return new Folding(result, folder.folded.size(), folder.kept);
    }
  }

  /** A convolution that absorbs the following normalisation. */
  private record Folded(Conv conv, BatchNorm norm) {
    /** y = scale * (conv(x) + bias - mean) / sqrt(variance + epsilon) + shift, as a convolution. */
    Conv layer() {
      return new Conv(
          conv.name(),
          conv.in(),
          conv.out(),
          conv.kernel(),
          conv.stride(),
          conv.padding(),
          conv.groups(),
          true);
    }

    /** Puts its weight and bias. */
    void put(TensorMap state, TensorMap tensors) {
      try (PointerScope scope = new PointerScope()) { // The wide ones of all would be large.
        Tensor variance = wide(state, norm.variance().name()).add(new Scalar(norm.epsilon()));
        Tensor factor = wide(state, norm.scale().name()).div(variance.sqrt());
        Tensor weight = wide(state, conv.weights().name()).mul(factor.reshape(-1, 1, 1, 1));
        Tensor offset = wide(state, norm.mean().name()).neg();
        if (conv.bias()) {
          offset = offset.add(wide(state, conv.biases().name()));
        }
        Tensor bias = offset.mul(factor).add(wide(state, norm.shift().name()));
        tensors.put(conv.weights().name(), weight.to(ScalarType.Float));
        tensors.put(conv.biases().name(), bias.to(ScalarType.Float));
      }
    }

    private static Tensor wide(TensorMap state, String name) {
      return state.get(name).to(ScalarType.Double);
    }
  }

  /** Rebuilds the tree bottom-up and collects the tensors of the new one. */
  private static final class Folder {
    private final List<Folded> folded = new ArrayList<>();
    private final List<Parameter> unchanged = new ArrayList<>();
    private int kept;

    /** The tensors of the new tree, which the caller owns. */
    TensorMap tensors(TensorMap state) {
      TensorMap tensors = new TensorMap();
      unchanged.forEach(parameter -> tensors.put(parameter.name(), state.get(parameter.name())));
      folded.forEach(each -> each.put(state, tensors));
      return tensors;
    }

    Layer fold(Layer layer) {
      if (layer instanceof Sequence sequence) {
        return new Sequence(sequence.name(), foldAll(inlined(sequence)));
      } else if (layer instanceof Auxiliary) {
        return new Identity();
      } else if (layer instanceof BatchNorm) {
        kept++;
      }
      unchanged.addAll(layer.parameters());
      return layer.mapChildren(this::fold);
    }

    private List<Layer> foldAll(List<Layer> layers) {
      List<Layer> result = new ArrayList<>();
      for (int i = 0; i < layers.size(); i++) {
        if (layers.get(i) instanceof Conv conv
            && i + 1 < layers.size()
            && layers.get(i + 1) instanceof BatchNorm norm) {
          Folded pair = new Folded(conv, norm);
          folded.add(pair);
          result.add(pair.layer());
          i++;
        } else {
          result.add(fold(layers.get(i)));
        }
      }
      return result;
    }

    /** The layers of a sequence with unnamed nested sequences flattened. */
    private static List<Layer> inlined(Sequence sequence) {
      return sequence.layers().stream()
          .flatMap(
              layer ->
                  layer instanceof Sequence inner && inner.name().isEmpty()
                      ? inlined(inner).stream()
                      : java.util.stream.Stream.of(layer))
          .toList();
    }
  }
}
