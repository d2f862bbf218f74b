package org.resnet4j.infer;

import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.resnet4j.arch.Architecture;
import org.resnet4j.arch.Catalog;
import org.resnet4j.arch.Cut;
import org.resnet4j.arch.Shapes;
import org.resnet4j.image.Decoder;
import org.resnet4j.image.Image;
import org.resnet4j.image.ImageException;
import org.resnet4j.image.Limits;
import org.resnet4j.infer.plan.Explanation;
import org.resnet4j.layer.Shape;
import org.resnet4j.torch.Device;
import org.resnet4j.torch.HostMemory;
import org.resnet4j.torch.Network;
import org.resnet4j.torch.Precision;
import org.resnet4j.torch.Torch;
import org.resnet4j.torch.Workers;
import org.resnet4j.weights.WeightsException;

/**
 * Pictures to classes. Any number of threads may ask one predictor at once; it computes with its
 * own threads, so callers do not crowd each other out.
 *
 * <pre>{@code
 * try (Predictor predictor = Predictor.load("resnet18-imagenet")) {
 *   System.out.println(predictor.predict(Path.of("cat.jpg")).label());
 * }
 * }</pre>
 */
public final class Predictor implements AutoCloseable {
  /** How many of the most probable classes a prediction names, if there are so many. */
  public static final int TOP = 5;

  private final Model model;
  private final Workers workers;
  private final Classifier classifier;
  private final Pixels pixels;

  /** Held for reading by every computation, so that closing waits for them. */
  private final ReadWriteLock open = new ReentrantReadWriteLock();

  private boolean closed;

  /**
   * Takes over a model, which it closes with itself.
   *
   * @param threads that compute
   */
  public Predictor(Model model, int threads) {
    this.model = model;
    this.pixels =
        new Pixels(model.card().preprocessing().normalisation(), model.network().device());
    this.workers = new Workers(model.network().device(), threads, threads);
    this.classifier =
        Classifier.of(
            model.network(), model.quantisation(), model.card().preprocessing().output(), threads);
  }

  /**
   * Loads weights by name or file on the processor, in fp32: as {@link Model#load}. For other
   * devices and precisions there is the constructor.
   *
   * @throws IOException if they cannot be read
   */
  public static Predictor load(String source) throws IOException {
    return new Predictor(
        Model.load(source, Catalog.standard(), Device.CPU, Precision.FP32), Torch.physicalCores());
  }

  /** As above, from a file alone. */
  public static Predictor load(Path file) throws IOException {
    if (!Files.exists(file)) {
      throw new WeightsException("there is no file " + file);
    }
    return load(file.toString());
  }

  /** What is known of the weights: the classes and what becomes of a picture. */
  public ModelCard card() {
    return model.card();
  }

  /**
   * What a picture shows.
   *
   * @throws ImageException if the file is not a picture that can be used
   * @throws IOException if it cannot be read
   */
  public Prediction predict(Path picture) throws IOException, ImageException {
    return predict(Decoder.decode(picture, Limits.DEFAULT));
  }

  /**
   * What a picture of any size shows.
   *
   * @throws ImageException if it is too long and thin to be brought to the input's size
   */
  public Prediction predict(Image picture) throws ImageException {
    return predict(List.of(input(picture)), TOP).get(0);
  }

  /**
   * What each of some inputs shows, computed together.
   *
   * @param inputs as {@link #input} makes them
   * @param most how many classes each prediction names, if there are so many
   */
  public List<Prediction> predict(List<Image> inputs, int most) {
    return logits(inputs).stream()
        .map(logits -> Prediction.of(logits, card().classes(), most))
        .toList();
  }

  /**
   * A picture as the network takes it: resized, cut and in its number of channels, not yet
   * normalised.
   *
   * @throws ImageException if it is too long and thin
   */
  public Image input(Image picture) throws ImageException {
    Image framed = card().preprocessing().frame().apply(picture);
    return framed.toChannels(card().options().input().channels());
  }

  /**
   * The logits of each input.
   *
   * @param inputs as {@link #input} makes them
   * @throws IllegalStateException if one is not finite, so that the weights must be damaged
   */
  public List<float[]> logits(List<Image> inputs) {
    List<float[]> all = whileOpen(() -> classify(inputs));
    for (float[] logits : all) {
      for (float logit : logits) {
        if (!Float.isFinite(logit)) {
          throw new IllegalStateException(
              "the network answers " + logit + ": its weights are damaged or overflow");
        }
      }
    }
    return all;
  }

  /**
   * What leaves a named place of the network for each input, in the order {@code [c, h, w]} or
   * {@code [f]}; {@code pool} of a residual network is the vector that its classifier sees.
   *
   * @param inputs as {@link #input} makes them
   * @throws IllegalArgumentException if there is no such place; the message lists them
   */
  public List<float[]> features(List<Image> inputs, String place) {
    return whileOpen(() -> layerByLayer(inputs, images -> network().features(images, place)));
  }

  /**
   * Where in an input the evidence for a class lies.
   *
   * @param input as {@link #input} makes it
   * @param index of the class
   * @throws IllegalArgumentException if there is no such class
   */
  public Evidence explain(Image input, int index) {
    if (index < 0 || index >= card().classes().size()) {
      throw new IllegalArgumentException(
          "there is no class " + index + " of " + card().classes().size());
    }
    Architecture architecture = network().architecture();
    String place = GradCam.place(architecture);
    long[] classes = {index};
    float[] values =
        whileOpen(
                () ->
                    layerByLayer(
                        List.of(input),
                        images -> GradCam.evidence(network(), images, place, classes)))
            .get(0);
    Cut cut = Cut.at(architecture.layers(), place);
    Shape maps = cut.before().apply(new Shapes(), Pixels.shape(input));
    return new Evidence(values, maps.height(), maps.width());
  }

  /**
   * What became of the network's layers where the processor computes; empty on a GPU, which
   * computes layer by layer.
   */
  public Optional<Explanation> explainPlan() {
    return whileOpen(
        () ->
            classifier instanceof Classifier.Planned planned
                ? Optional.of(planned.plan().explain())
                : Optional.empty());
  }

  private Network network() {
    return model.network();
  }

  /** By the classifier, or layer by layer where the inputs have another shape than its own. */
  private List<float[]> classify(List<Image> inputs) {
    requireOneShape(inputs);
    if (!Pixels.shape(inputs.get(0)).equals(card().preprocessing().output())) {
      return layerByLayer(inputs, network()::forward);
    }
    FloatBuffer values = FloatBuffer.wrap(pixels.values(inputs));
    return rows(classifier.logits(values, inputs.size()), inputs.size());
  }

  /** Computes parts of a batch side by side, each on one of the workers. */
  private List<float[]> layerByLayer(List<Image> inputs, Function<Tensor, Tensor> function) {
    requireOneShape(inputs);
    int parts = Math.min(workers.count(), inputs.size());
    return workers
        .run(
            parts,
            part -> {
              int from = inputs.size() * part / parts;
              int to = inputs.size() * (part + 1) / parts;
              try (PointerScope scope = new PointerScope()) {
                Tensor results = function.apply(pixels.of(inputs.subList(from, to)));
                return rows(HostMemory.floats(results), to - from);
              }
            })
        .stream()
        .flatMap(List::stream)
        .toList();
  }

  private <R> R whileOpen(Supplier<R> work) {
    open.readLock().lock();
    try {
      if (closed) {
        throw new IllegalStateException("this predictor is closed");
      }
      return work.get();
    } finally {
      open.readLock().unlock();
    }
  }

  private static List<float[]> rows(float[] values, int n) {
    int each = values.length / n;
    return IntStream.range(0, n)
        .mapToObj(i -> Arrays.copyOfRange(values, i * each, (i + 1) * each))
        .toList();
  }

  private void requireOneShape(List<Image> inputs) {
    if (inputs.isEmpty()) {
      throw new IllegalArgumentException("at least one input wanted");
    }
    Image first = inputs.get(0);
    for (Image input : inputs) {
      if (!input.toString().equals(first.toString())
          || input.channels() != card().options().input().channels()) {
        throw new IllegalArgumentException(
            "inputs of one shape with "
                + card().options().input().channels()
                + " channels wanted, not "
                + first
                + " and "
                + input
                + ": make them with input(picture)");
      }
    }
  }

  /** Waits for the computations at hand, then frees the network and ends the threads. */
  @Override
  public void close() {
    open.writeLock().lock();
    try {
      if (!closed) {
        closed = true;
        workers.close();
        classifier.close();
        model.close();
      }
    } finally {
      open.writeLock().unlock();
    }
  }
}
