package org.resnet4j.infer;

import java.util.List;
import org.bytedeco.javacpp.PointerScope;
import org.resnet4j.data.Batch;
import org.resnet4j.data.Dataset;
import org.resnet4j.data.Loader;
import org.resnet4j.data.Normalisation;
import org.resnet4j.torch.HostMemory;
import org.resnet4j.torch.Network;
import org.resnet4j.torch.Workers;

/**
 * How right a network is on a labelled set.
 *
 * @param loss mean cross-entropy in nats
 * @param top1 the share of images whose class has the highest logit
 * @param top5 the share of images whose class is among the five highest
 * @param confusion counts by true class, then predicted class
 * @param seconds the time it took
 */
public record Evaluation(
    long images,
    double loss,
    double top1,
    double top5,
    List<String> classes,
    long[][] confusion,
    double seconds) {

  /**
   * Evaluates a network on all images of a set, in file order.
   *
   * @param workers who each compute a part of a batch
   */
  public static Evaluation of(
      Network network, Dataset data, Normalisation normalisation, int batchSize, Workers workers) {
    long start = System.nanoTime();
    int classes = data.classes().size();
    int logits = network.architecture().options().classes();
    if (classes > logits) {
      throw new IllegalArgumentException(
          "the network knows " + logits + " classes, but " + data.name() + " has " + classes);
    }
    Counter counter = new Counter(logits);
    try (Loader loader = Loader.evaluation(data, normalisation, batchSize)) {
      for (Batch batch = loader.next(); batch != null; batch = loader.next()) {
        int image = 0;
        for (float[] values : logits(network, batch, workers)) {
          for (int from = 0; from < values.length; from += logits) {
            counter.add(values, from, Math.toIntExact(batch.labels().get(image++)));
          }
        }
      }
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    return new Evaluation(
        counter.images,
        counter.loss / counter.images,
        (double) counter.top1 / counter.images,
        (double) counter.top5 / counter.images,
        data.classes(),
        counter.confusion,
        seconds);
  }

  /** The logits of all images of a batch, in parts. */
  private static List<float[]> logits(Network network, Batch batch, Workers workers) {
    int parts = Math.min(workers.count(), batch.size());
    return workers.run(
        parts,
        part -> {
          try (PointerScope scope = new PointerScope()) {
            Batch images = batch.part(part, parts);
            return HostMemory.floats(
                network.forward(
                    HostMemory.images(
                        images.pixels(), images.size(), images.shape(), network.device())));
          }
        });
  }

  /** Sums over images. A logit that is not a number counts as higher than the right one. */
  private static final class Counter {
    private final int classes;
    private final long[][] confusion;
    private long images;
    private long top1;
    private long top5;
    private double loss;

    Counter(int classes) {
      this.classes = classes;
      this.confusion = new long[classes][classes];
    }

    void add(float[] logits, int from, int label) {
      float right = logits[from + label];
      int rank = 0;
      int best = 0;
      for (int c = 0; c < classes; c++) {
        float value = logits[from + c];
        if (c != label && (!(value <= right) || (value == right && c < label))) {
          rank++;
        }
        if (value > logits[from + best]) {
          best = c;
        }
      }
      double sum = 0;
      for (int c = 0; c < classes; c++) {
        sum += Math.exp((double) logits[from + c] - logits[from + best]);
      }
      loss += Math.log(sum) + logits[from + best] - right;
      images++;
      top1 += rank < 1 ? 1 : 0;
      top5 += rank < 5 ? 1 : 0;
      confusion[label][best]++;
    }
  }
}
