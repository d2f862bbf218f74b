package org.resnet4j.evaluate;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.resnet4j.compiled.plan.Quantisation;
import org.resnet4j.data.Batch;
import org.resnet4j.data.Dataset;
import org.resnet4j.data.Loader;
import org.resnet4j.data.Normalisation;
import org.resnet4j.image.Filter;
import org.resnet4j.infer.Classifier;
import org.resnet4j.model.Model;
import org.resnet4j.torch.Network;
import org.resnet4j.torch.Torch;
import org.resnet4j.torch.Workers;

/**
 * The accuracy of a network on a labelled set.
 *
 * @param loss mean cross-entropy in nats
 * @param top1 the share of images whose class has the highest logit
 * @param top5 the share of images whose class is among the five highest; null with fewer than six
 *     classes, where it is meaningless
 * @param classes the names of all classes that the network knows
 * @param confusion counts by true class, then predicted class
 * @param examples images worth looking at, of the set as it was evaluated
 * @param seconds the time it took
 */
public record Evaluation(
    long images,
    double loss,
    double top1,
    @Nullable Double top5,
    Reliability calibration,
    List<String> classes,
    long[][] confusion,
    Examples examples,
    double seconds) {

  /** Parts of the work per worker, so that none waits for the slowest. */
  private static final int PARTS = 4;

  /** Images evaluated per second, including reading them. */
  public double imagesPerSecond() {
    return images / seconds;
  }

  /** The result of each class, in their order. */
  public List<ClassResult> perClass() {
    return IntStream.range(0, classes.size())
        .mapToObj(
            c ->
                new ClassResult(
                    classes.get(c),
                    Arrays.stream(confusion[c]).sum(),
                    confusion[c][c],
                    Arrays.stream(confusion).mapToLong(row -> row[c]).sum()))
        .toList();
  }

  /** The default batch size. */
  private static final int BATCH = 250;

  /**
   * Evaluates a model on all images of a set, as its card preprocesses them, with one thread for
   * each physical core; in int8 if the model is quantised.
   *
   * @param data with images of the model's input shape
   * @throws IllegalArgumentException if the model has more or fewer classes
   */
  public static Evaluation of(Model model, Dataset data) {
    int threads = Torch.physicalCores();
    try (Workers workers = new Workers(model.network().device(), threads, threads)) {
      return of(
          model.network(),
          model.quantisation(),
          data.withClasses(model.card().classes()),
          model.card().preprocessing().normalisation(),
          BATCH,
          workers);
    }
  }

  /**
   * Evaluates a network on all images of a set, in file order.
   *
   * @param data with the classes of the network in the order of its logits; {@link
   *     Dataset#withClasses} maps others to it
   * @param batchSize how many images are computed together
   * @param workers that each compute a part of a batch
   * @throws IllegalArgumentException if the network has more or fewer classes
   */
  public static Evaluation of(
      Network network, Dataset data, Normalisation normalisation, int batchSize, Workers workers) {
    return of(network, Optional.empty(), data, normalisation, batchSize, workers);
  }

  /**
   * As above, in int8 where there is a quantisation.
   *
   * @throws IllegalArgumentException also if that belongs to another network
   */
  public static Evaluation of(
      Network network,
      Optional<Quantisation> quantisation,
      Dataset data,
      Normalisation normalisation,
      int batchSize,
      Workers workers) {
    long start = System.nanoTime();
    Tally tally = tally(network, data);
    try (Classifier classifier =
            Classifier.of(network, quantisation, data.shape(), workers.threads());
        Loader loader = Loader.evaluation(data, normalisation, batchSize)) {
      for (Batch batch = loader.next(); batch != null; batch = loader.next()) {
        if (batch.size() > 0) {
          float[] logits = classifier.logits(batch.pixels(), batch.size());
          int classes = data.classes().size();
          for (int i = 0; i < batch.size(); i++) {
            tally.add(logits, i * classes, batch.image(i), data.label(batch.image(i)));
          }
        }
      }
    }
    return tally.result(data.classes(), (System.nanoTime() - start) / 1e9);
  }

  /**
   * As above with several views of each image. Probabilities (softmax) are averaged over the views,
   * and everything follows from their means, also loss and calibration.
   *
   * @param filter the interpolation where views are resized
   * @throws IllegalArgumentException also if the network cannot compute such views
   */
  public static Evaluation of(
      Network network,
      Dataset data,
      Normalisation normalisation,
      int batchSize,
      Workers workers,
      Views views,
      Filter filter) {
    if (views == Views.NONE) {
      return of(network, data, normalisation, batchSize, workers);
    }
    long start = System.nanoTime();
    views.requireFit(network.architecture(), data.shape());
    Tally tally = tally(network, data);
    int atOnce = Math.max(1, batchSize / workers.count());
    AveragedViews averaged = new AveragedViews(network, normalisation, views, filter, atOnce);
    int each = Math.max(1, atOnce / views.cost());
    int all = data.size();
    int image = 0;
    while (image < all) {
      int from = image;
      int parts = Math.min(PARTS * workers.count(), (all - from + each - 1) / each);
      List<float[]> scores =
          workers.run(
              parts,
              part ->
                  averaged.of(data, from + part * each, Math.min(from + (part + 1) * each, all)));
      for (float[] logits : scores) {
        for (int at = 0; at < logits.length; at += data.classes().size()) {
          tally.add(logits, at, image, data.label(image));
          image++;
        }
      }
    }
    return tally.result(data.classes(), (System.nanoTime() - start) / 1e9);
  }

  private static Tally tally(Network network, Dataset data) {
    int classes = data.classes().size();
    int logits = network.architecture().options().classes();
    if (classes != logits) {
      throw new IllegalArgumentException(
          "expected the "
              + logits
              + " classes of the network, got "
              + classes
              + " in "
              + data.name());
    }
    return new Tally(logits);
  }
}
