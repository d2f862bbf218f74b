package org.resnet4j.bench;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.Map;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;
import org.resnet4j.arch.Catalog;
import org.resnet4j.layer.Parameter;
import org.resnet4j.layer.Shape;
import org.resnet4j.torch.Device;
import org.resnet4j.torch.HostMemory;
import org.resnet4j.torch.Initialization;
import org.resnet4j.torch.Network;
import org.resnet4j.torch.Precision;
import org.resnet4j.torch.TensorMap;
import org.resnet4j.torch.Torch;
import org.resnet4j.train.Optimizer;
import org.resnet4j.train.Sgd;

/** ResNet4J with the defaults of its trainer: bf16 where the processor has it, channels-last. */
final class ResNet4jRival implements Rival {
  private static final Optimizer SGD = new Sgd(0.1, 0.9, false, 1e-4, true);

  /** at::Reduction::None of libtorch: the trainer wants the loss of each image. */
  private static final long EACH = 0;

  /** torch's default label to ignore; no image has it. */
  private static final long NO_LABEL = -100;

  private final int batch;
  private final FloatBuffer pixels;
  private final LongBuffer labels;
  private final Network network;
  private final TensorMap momenta;

  ResNet4jRival(int batch, int threads) {
    this.batch = batch;
    Torch.setThreads(threads);
    Inputs inputs = Inputs.of(batch);
    pixels = direct(inputs.pixels().length * Float.BYTES).asFloatBuffer().put(inputs.pixels());
    pixels.flip();
    labels = direct(inputs.labels().length * Long.BYTES).asLongBuffer().put(inputs.labels());
    labels.flip();
    network =
        Network.create(
            Catalog.standard().build("resnet20"),
            Initialization.DEFAULT,
            1,
            Device.CPU,
            Precision.named("auto", Device.CPU));
    momenta = Optimizer.momenta(network);
  }

  private static ByteBuffer direct(int bytes) {
    return ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder());
  }

  @Override
  public Map<String, Double> facts() {
    double parameters = 0;
    for (Parameter parameter : network.trainable()) {
      parameters += (double) network.state().get(parameter.name()).numel();
    }
    return Map.of(
        "parameters", parameters, "bf16", network.precision() == Precision.BF16 ? 1.0 : 0.0);
  }

  @Override
  public Map<String, Double> run(int steps) {
    double loss = 0;
    long start = System.nanoTime();
    for (int i = 0; i < steps; i++) {
      loss = step();
    }
    return Map.of("seconds", (System.nanoTime() - start) / 1e9, "loss", loss);
  }

  /** The work of one training step of the trainer, with the loss and the hits of each image. */
  private double step() {
    Shape shape = new Shape(Inputs.CHANNELS, Inputs.SIZE, Inputs.SIZE);
    try (PointerScope scope = new PointerScope()) {
      Tensor images = HostMemory.images(pixels, batch, shape, Device.CPU);
      Tensor classes = HostMemory.labels(labels, batch, Device.CPU);
      Tensor logits = network.forwardTraining(images).logits();
      Tensor losses =
          torch.cross_entropy_loss(logits, classes, new TensorOptional(), EACH, NO_LABEL, 0);
      Tensor mean = losses.mean();
      float[] each = HostMemory.floats(losses);
      long right = logits.argmax(new LongOptional(1), false).eq(classes).sum().item_long();
      mean.backward();
      SGD.step(network, momenta, 1);
      return right < 0 ? Double.NaN : meanOf(each);
    }
  }

  private static double meanOf(float[] values) {
    double sum = 0;
    for (float value : values) {
      sum += value;
    }
    return sum / values.length;
  }

  @Override
  public void close() {
    momenta.close();
    network.close();
  }
}
