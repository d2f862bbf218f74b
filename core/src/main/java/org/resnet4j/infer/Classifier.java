package org.resnet4j.infer;

import java.nio.FloatBuffer;
import java.util.Optional;
import org.bytedeco.javacpp.PointerScope;
import org.resnet4j.compiled.plan.Plan;
import org.resnet4j.compiled.plan.Quantisation;
import org.resnet4j.layer.Shape;
import org.resnet4j.torch.Device;
import org.resnet4j.torch.HostMemory;
import org.resnet4j.torch.Network;

/**
 * Computes logits of normalised images of one shape: by a compiled {@link Plan} on the processor,
 * layer by layer on a GPU.
 */
public interface Classifier extends AutoCloseable {

  /**
   * The logits of some images.
   *
   * @param pixels {@code [n, h, w, c]} from the buffer's position on
   * @return {@code [n, classes]} in row-major order
   */
  float[] logits(FloatBuffer pixels, int n);

  @Override
  void close();

  /**
   * A classifier with the network's current weights.
   *
   * @param network must outlive the classifier
   * @param quantisation for int8; empty for the network's precision
   * @param threads the maximum number of cores to use
   * @throws IllegalArgumentException if int8 is requested on a GPU
   */
  static Classifier of(
      Network network, Optional<Quantisation> quantisation, Shape input, int threads) {
    if (network.device() == Device.CPU) {
      return new Planned(
          quantisation
              .map(limits -> Plan.compile(network, limits, input, threads))
              .orElseGet(() -> Plan.compile(network, network.precision(), input, threads)));
    } else if (quantisation.isPresent()) {
      throw new IllegalArgumentException(
          "int8 is computed only on the processor: use fp32 or bf16 on " + network.device());
    }
    return new LayerByLayer(network, input);
  }

  /** On the processor. */
  record Planned(Plan plan) implements Classifier {
    @Override
    public float[] logits(FloatBuffer pixels, int n) {
      return plan.logits(pixels, n);
    }

    @Override
    public void close() {
      plan.close();
    }
  }

  /** On a GPU. */
  record LayerByLayer(Network network, Shape input) implements Classifier {
    @Override
    public float[] logits(FloatBuffer pixels, int n) {
      float[] values = new float[Math.toIntExact(n * input.size())];
      pixels.duplicate().get(values);
      try (PointerScope scope = new PointerScope()) {
        return HostMemory.floats(
            network.forward(HostMemory.images(values, n, input, network.device())));
      }
    }

    @Override
    public void close() {
      // The network has another owner.
    }
  }
}
