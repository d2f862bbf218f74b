package org.resnet4j.bench.inference;

import java.io.IOException;
import java.nio.file.Files;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.resnet4j.compiled.plan.Quantisation;
import org.resnet4j.export.onnx.OnnxExport;
import org.resnet4j.export.onnx.QdqExport;
import org.resnet4j.export.torchscript.TorchScriptExport;
import org.resnet4j.layer.BatchNorm;
import org.resnet4j.layer.Layer;
import org.resnet4j.layer.Residual;
import org.resnet4j.torch.Device;
import org.resnet4j.torch.HostMemory;
import org.resnet4j.torch.Initialization;
import org.resnet4j.torch.Network;
import org.resnet4j.torch.Precision;
import org.resnet4j.torch.TensorMap;
import org.resnet4j.torch.Torch;
import org.resnet4j.weights.SafeTensors;

/** The weights of a comparison: made once at random, and handed to each rival as a file. */
final class Weights {
  private static final long SEED = 1;

  /** The images by which the running statistics are set; enough for stable variances. */
  private static final int IMAGES = 8;

  /** The standard deviation of scales and shifts. */
  private static final float DEVIATION = 0.2f;

  /**
   * The size of a branch relative to its input. At 1, rounding errors grow from block to block as
   * in no trained network: bf16 then costs a tenth of the largest logit of ResNet-50, with this two
   * hundredths.
   */
  private static final float BRANCH = 0.3f;

  private Weights() {}

  /**
   * Writes the files of a task, and the logits of its first images as the fp32 network computes
   * them.
   */
  static void write(Task task, int images) throws IOException {
    try (Network network =
        Network.create(task.network(), Initialization.DEFAULT, SEED, Device.CPU, Precision.FP32)) {
      Inputs inputs = new Inputs(task.image());
      settle(network, inputs);
      SafeTensors.write(task.safeTensors(), Map.of(), network.state());
      OnnxExport.write(task.onnx(), network, Map.of());
      TorchScriptExport.write(task.torchScript(), network, Map.of());
      Quantisation limits =
          Quantisation.calibrate(
              network, task.image(), inputs.pixels(IMAGES), IMAGES, Torch.physicalCores());
      Files.writeString(task.quantisation(), limits.toJson());
      QdqExport.write(task.quantisedOnnx(), network, limits, task.image(), Map.of());
      try (PointerScope scope = new PointerScope()) {
        float[] logits =
            HostMemory.floats(network.forward(LibtorchInference.tensor(inputs, images)));
        new Reference(logits, task.network().options().classes()).write(task.reference());
      }
    }
  }

  /**
   * Gives the normalisations parameters with which errors are visible: random scales and shifts,
   * and running statistics that keep what they see at a size near 1 through all depths.
   */
  private static void settle(Network network, Inputs inputs) {
    Random random = new Random(SEED);
    TensorMap state = network.state();
    Set<String> lastOfBranches = lastOfBranches(network.architecture().layers());
    try (PointerScope scope = new PointerScope();
        NoGradGuard guard = new NoGradGuard()) {
      for (BatchNorm norm : norms(network.architecture().layers()).toList()) {
        float size = lastOfBranches.contains(norm.name()) ? BRANCH : 1;
        state.get(norm.name() + ".weight").copy_(normal(norm.channels(), size, random));
        state.get(norm.name() + ".bias").copy_(normal(norm.channels(), 0, random));
      }
      try (TensorMap statistics =
          network.batchStatistics(LibtorchInference.tensor(inputs, IMAGES))) {
        statistics.asMap().forEach((name, value) -> state.get(name).copy_(value));
      }
    }
  }

  private static Stream<BatchNorm> norms(Layer layers) {
    return layers.walk().filter(BatchNorm.class::isInstance).map(BatchNorm.class::cast);
  }

  /** The names of the normalisations at whose outputs shortcuts are added. */
  private static Set<String> lastOfBranches(Layer layers) {
    return layers
        .walk()
        .filter(Residual.class::isInstance)
        .map(residual -> norms(((Residual) residual).branch()).reduce((first, last) -> last))
        .flatMap(Optional::stream)
        .map(BatchNorm::name)
        .collect(Collectors.toSet());
  }

  private static Tensor normal(int count, float mean, Random random) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = mean + DEVIATION * (float) random.nextGaussian();
    }
    return torch.tensor(values);
  }

  /** The network of a task on the processor, in fp32. */
  static Network read(Task task) throws IOException {
    try (SafeTensors file = SafeTensors.read(task.safeTensors())) {
      return Network.of(task.network(), file.tensors(), Device.CPU, Precision.FP32);
    }
  }
}
