package org.resnet4j.evaluate;

import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.global.torch;
import org.resnet4j.data.Dataset;
import org.resnet4j.data.Normalisation;
import org.resnet4j.image.Image;
import org.resnet4j.layer.BatchNorm;
import org.resnet4j.layer.Parameter;
import org.resnet4j.model.Pixels;
import org.resnet4j.random.Randomness;
import org.resnet4j.torch.HostMemory;
import org.resnet4j.torch.Network;
import org.resnet4j.torch.TensorMap;
import org.resnet4j.torch.Workers;

/**
 * Batch normalisation with statistics of the population instead of moving averages: with the
 * weights as they are, the mean over batches of their means, and {@code E[variance + mean^2] -
 * E[mean]^2}. Wu and Johnson 2021, arXiv 2105.07576, section 3.
 */
public final class PreciseBatchNorm {
  /** In the paper 32 to 256 give nearly the same. */
  private static final int BATCH = 64;

  private final BatchNorm norm;
  private final double[] means;
  private final double[] squares;
  private int images;

  private PreciseBatchNorm(BatchNorm norm) {
    this.norm = norm;
    means = new double[norm.channels()];
    squares = new double[norm.channels()];
  }

  /** The statistics of a batch of that many images, by normalisation and channel. */
  private record Seen(int images, List<float[]> means, List<float[]> variances) {}

  /**
   * A copy of a network with re-estimated statistics, which the caller closes. The images are drawn
   * at random, always the same ones, and are not augmented: they should look like those to be
   * classified.
   *
   * @param data training images
   * @param images the number of them to use
   * @throws IllegalArgumentException if the network has no batch normalisation, or there are fewer
   *     images
   */
  public static Network of(
      Network network, Dataset data, Normalisation normalisation, int images, Workers workers) {
    List<BatchNorm> norms =
        network
            .architecture()
            .layers()
            .walk()
            .filter(BatchNorm.class::isInstance)
            .map(BatchNorm.class::cast)
            .toList();
    if (norms.isEmpty()) {
      throw new IllegalArgumentException(
          network.architecture().name()
              + " has no batch normalisation whose statistics could be estimated");
    }
    if (images < 2 || images > data.size()) {
      throw new IllegalArgumentException(
          "expected 2 to "
              + data.size()
              + " images of "
              + data.name()
              + " to estimate statistics, got "
              + images);
    }
    int[] order = Randomness.permutation(data.size(), 0, Randomness.Purpose.ORDER, 0);
    int[] chosen = Arrays.copyOf(order, images);
    Pixels pixels = new Pixels(normalisation, network.device());
    List<PreciseBatchNorm> populations = norms.stream().map(PreciseBatchNorm::new).toList();
    int batches = (images + BATCH - 1) / BATCH;
    for (int first = 0; first < batches; first += workers.count()) {
      int from = first;
      List<Seen> seen =
          workers.run(
              Math.min(workers.count(), batches - first),
              i -> look(network, norms, pixels, data, part(chosen, from + i, batches)));
      for (Seen batch : seen) { // In order, so that rounding is always the same.
        for (int i = 0; i < norms.size(); i++) {
          populations.get(i).add(batch.images(), batch.means().get(i), batch.variances().get(i));
        }
      }
    }
    Network copy = network.copy();
    populations.forEach(population -> population.write(copy.state()));
    return copy;
  }

  /** One of several parts of nearly equal size. */
  private static int[] part(int[] all, int index, int parts) {
    return Arrays.copyOfRange(
        all,
        (int) ((long) all.length * index / parts),
        (int) ((long) all.length * (index + 1) / parts));
  }

  private static Seen look(
      Network network, List<BatchNorm> norms, Pixels pixels, Dataset data, int[] batch) {
    List<Image> images = IntStream.of(batch).mapToObj(i -> Pixels.image(data, i)).toList();
    try (PointerScope scope = new PointerScope();
        TensorMap seen = network.batchStatistics(pixels.of(images))) {
      return new Seen(
          batch.length,
          values(norms, BatchNorm::mean, seen),
          values(norms, BatchNorm::variance, seen));
    }
  }

  private static List<float[]> values(
      List<BatchNorm> norms, Function<BatchNorm, Parameter> kind, TensorMap seen) {
    return norms.stream()
        .map(norm -> HostMemory.floats(seen.get(kind.apply(norm).name())))
        .toList();
  }

  private void add(int batch, float[] mean, float[] variance) {
    images += batch;
    for (int c = 0; c < means.length; c++) {
      means[c] += batch * (double) mean[c];
      squares[c] += batch * (variance[c] + (double) mean[c] * mean[c]);
    }
  }

  private void write(TensorMap state) {
    double[] mean = new double[means.length];
    double[] variance = new double[means.length];
    for (int c = 0; c < mean.length; c++) {
      mean[c] = means[c] / images;
      variance[c] = Math.max(0, squares[c] / images - mean[c] * mean[c]);
    }
    try (PointerScope scope = new PointerScope();
        NoGradGuard guard = new NoGradGuard()) {
      state.get(norm.mean().name()).copy_(torch.tensor(mean));
      state.get(norm.variance().name()).copy_(torch.tensor(variance));
    }
  }
}
