package org.resnet4j.infer;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.resnet4j.compiled.plan.Explanation;
import org.resnet4j.image.Image;
import org.resnet4j.image.ImageException;
import org.resnet4j.image.Limits;
import org.resnet4j.io.FormatException;
import org.resnet4j.model.Hints;
import org.resnet4j.model.InferenceOptions;
import org.resnet4j.model.Input;
import org.resnet4j.model.Model;
import org.resnet4j.model.ModelCard;
import org.resnet4j.model.ModelZoo;
import org.resnet4j.model.NoSuchWeightsException;
import org.resnet4j.model.Preprocessing;

/**
 * Pictures to classes. Any number of threads may ask one predictor at once; it computes with its
 * own threads, so callers do not crowd each other out.
 *
 * <pre>{@code
 * try (Predictor predictor = Predictor.load("resnet20-cifar10")) {
 *   System.out.println(predictor.predict(Path.of("cat.jpg")).label());
 * }
 * }</pre>
 *
 * <p>A picture, of whatever size, always goes through the {@link Preprocessing} of the weights. Who
 * wants more than classes of it makes its {@link Input} once, by {@link #input}, and asks for
 * {@link #logits}, {@link #features} or {@link #explain}.
 *
 * <p>What is wrong with a picture is an {@link ImageException}, what is wrong with weights a {@link
 * FormatException}, and what cannot be read any other {@link IOException}; the first two name the
 * file in one line. A closed predictor throws {@link IllegalStateException}.
 */
public final class Predictor implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger("org.resnet4j.infer");

  /** How many of the most probable classes a prediction names, if there are so many. */
  public static final int TOP = 5;

  private final Model model;
  private final Inference inference;
  private final Limits limits;

  /**
   * Takes over a model, which it closes with itself, or at once if this fails.
   *
   * @param threads that compute, at least 1
   * @throws IllegalArgumentException if there is no thread, or the model cannot be computed on its
   *     device
   */
  public Predictor(Model model, int threads) {
    this(model, threads, Limits.DEFAULT);
  }

  private Predictor(Model model, int threads, Limits limits) {
    this.model = model;
    this.limits = limits;
    try {
      InferenceOptions.requireThreads(threads);
      this.inference = new Inference(model, threads);
    } catch (RuntimeException e) {
      model.close();
      throw e;
    }
  }

  /**
   * Loads weights by name or file, to be computed as the command does without flags: {@link
   * InferenceOptions#standard}.
   *
   * @throws NoSuchWeightsException if there is neither such a file nor such a name, or the weights
   *     are published ones that were not fetched: {@link ModelZoo#fetch} does that
   * @throws FormatException if the file is not one of weights of a known network
   * @throws IOException if it cannot be read
   */
  public static Predictor load(String source) throws IOException {
    return load(source, InferenceOptions.standard());
  }

  /**
   * As above, with another device, precision, number of threads, or hints.
   *
   * @throws IllegalArgumentException if the hints do not fit the network
   */
  public static Predictor load(String source, InferenceOptions options) throws IOException {
    return of(noted(Model.load(source, options), source), source, options);
  }

  /** As above, from a file alone. */
  public static Predictor load(Path file) throws IOException {
    return load(file, InferenceOptions.standard());
  }

  /** As above, from a file alone. */
  public static Predictor load(Path file, InferenceOptions options) throws IOException {
    return of(noted(Model.load(file, options), file.toString()), file.toString(), options);
  }

  /** Logs what a program does not see: what the file left open, and what was chosen in it. */
  private static Model noted(Model model, String source) {
    Stream.concat(model.notes().stream(), Stream.of(model.assumption()))
        .filter(note -> !note.isEmpty())
        .forEach(note -> LOG.log(System.Logger.Level.INFO, "{0}: {1}", source, note));
    return model;
  }

  /** Takes over a model that was read from a source, which errors name. */
  public static Predictor of(Model model, String source, InferenceOptions options) {
    try {
      return new Predictor(model, options.threads(), options.limits());
    } catch (IllegalArgumentException e) {
      throw new FormatException(source, String.valueOf(e.getMessage()), e);
    }
  }

  /** What is known of the weights: the classes and what becomes of a picture. */
  public ModelCard card() {
    return model.card();
  }

  /** What it computes in, for people: fp32, bf16 or int8. */
  public String numbers() {
    return model.numbers();
  }

  /**
   * What was taken for granted of weights whose file does not say it, in words; empty where nothing
   * was. {@link Hints} say better.
   */
  public String assumption() {
    return model.assumption();
  }

  /** What was chosen of a file that holds more than these weights: as {@link Model#notes}. */
  public List<String> notes() {
    return model.notes();
  }

  /**
   * Gets everything ready, so that the first picture does not wait for it: computes a black one,
   * alone and on each core, and batches of it.
   *
   * @param batchSizes the sizes of lists that will come
   * @throws IllegalArgumentException if one is less than 1
   */
  public void warmUp(int... batchSizes) {
    inference.warmUp(batchSizes);
  }

  /**
   * What the picture in a file shows.
   *
   * @throws ImageException if it is not a picture that can be used; the message names the file
   * @throws IOException if it cannot be read
   */
  public Prediction predict(Path file) throws IOException {
    return predict(input(file));
  }

  /** What the picture in the bytes of a file shows; as {@link #input(byte[])}. */
  public Prediction predict(byte[] file) {
    return predict(input(file));
  }

  /** What the picture in a stream shows; as {@link #input(InputStream)}. */
  public Prediction predict(InputStream file) throws IOException {
    return predict(input(file));
  }

  /** What a picture of Java 2D shows; as {@link #input(BufferedImage)}. */
  public Prediction predict(BufferedImage picture) {
    return predict(input(picture));
  }

  /** What a decoded picture shows; as {@link #input(Image)}. */
  public Prediction predict(Image picture) {
    return predict(input(picture));
  }

  /** What the picture shows of which this is the input. */
  public Prediction predict(Input input) {
    return predictInputs(List.of(input)).get(0);
  }

  /**
   * What each of some pictures of any sizes shows, as {@link #predict(Image)} says of one.
   *
   * @return a prediction for each, in their order; empty for none
   * @throws ImageException of the first that is too long and thin
   */
  public List<Prediction> predict(List<Image> pictures) {
    List<Prediction> all = new ArrayList<>();
    for (List<Image> batch : inference.batches(pictures)) {
      List<Input> inputs = new ArrayList<>();
      for (Image picture : batch) {
        inputs.add(input(picture));
      }
      all.addAll(predictInputs(inputs));
    }
    return all;
  }

  /**
   * What the picture in each file shows. Files are read side by side, and no more of them at once
   * than are computed at once.
   *
   * @return a prediction for each, in their order; empty for none
   * @throws ImageException of the first that is not a picture that can be used; the message names
   *     it. To go on without it, make {@link #input}s one by one.
   * @throws IOException if one cannot be read
   */
  public List<Prediction> predictFiles(List<Path> files) throws IOException {
    List<Prediction> all = new ArrayList<>();
    for (List<Path> batch : inference.batches(files)) {
      List<Input> inputs = new ArrayList<>();
      for (Reading reading : batch.parallelStream().map(this::read).toList()) {
        inputs.add(reading.input());
      }
      all.addAll(predictInputs(inputs));
    }
    return all;
  }

  /** What the pictures show of which these are the inputs, in their order; empty for none. */
  public List<Prediction> predictInputs(List<Input> inputs) {
    return logits(inputs).stream()
        .map(logits -> Prediction.of(logits, card().classes(), TOP))
        .toList();
  }

  /**
   * The picture in a file as the network takes it.
   *
   * @throws ImageException if it is not a picture that can be used; the message names the file
   * @throws IOException if it cannot be read
   */
  public Input input(Path file) throws IOException {
    try {
      return card().preprocessing().input(file, limits);
    } catch (ImageException e) {
      throw e.in(file);
    }
  }

  /**
   * The picture in the bytes of a file as the network takes it.
   *
   * @throws ImageException if it is not a picture that can be used, or over the limits
   */
  public Input input(byte[] file) {
    return card().preprocessing().input(file, limits);
  }

  /**
   * The picture in a stream as the network takes it. The stream is read to its end, or as far as
   * the limits allow, and not closed. What a service allows is its own to say: {@link
   * InferenceOptions#withLimits}.
   *
   * @throws ImageException if it is not a picture that can be used
   * @throws IOException if it cannot be read
   */
  public Input input(InputStream file) throws IOException {
    return card().preprocessing().input(file, limits);
  }

  /**
   * A picture of Java 2D as the network takes it; of which values, says {@link
   * Image#of(BufferedImage)}.
   *
   * @throws ImageException if it is neither RGB nor grey, over {@link Limits#DEFAULT}, or too long
   *     and thin
   */
  public Input input(BufferedImage picture) {
    return input(Image.of(picture));
  }

  /**
   * A decoded picture as the network takes it: resized, cut and in its number of channels.
   *
   * @throws ImageException if it is too long and thin to be brought to the input's size
   */
  public Input input(Image picture) {
    return card().preprocessing().input(picture);
  }

  /**
   * The logits of each input, in the order of the card's classes; empty for none.
   *
   * @throws IllegalArgumentException if an input is of another shape than this network's
   * @throws IllegalStateException if one is not finite, so that the weights must be damaged; also
   *     if the weights have no head ({@link Model#hasHead})
   */
  public List<float[]> logits(List<Input> inputs) {
    return inference.logits(inputs);
  }

  /**
   * What leaves a named place of the network for each input, in the order {@code [c, h, w]} or
   * {@code [f]}; {@code pool} of a residual network is the vector that its classifier sees. Empty
   * for no inputs.
   *
   * @throws IllegalArgumentException if there is no such place; the message lists them. Also if an
   *     input is of another shape than this network's.
   */
  public List<float[]> features(List<Input> inputs, String place) {
    return inference.features(inputs, place);
  }

  /**
   * Where in an input the evidence for a class lies.
   *
   * @param index of the class
   * @throws IllegalArgumentException if there is no such class, or the input is of another shape
   *     than this network's
   */
  public Evidence explain(Input input, int index) {
    return inference.explain(input, index);
  }

  /**
   * What became of the network's layers where the processor computes; empty on a GPU, which
   * computes layer by layer.
   */
  public Optional<Explanation> explainPlan() {
    return inference.explainPlan();
  }

  /** What became of reading a file: gives its input or throws what was wrong. */
  @FunctionalInterface
  private interface Reading {
    Input input() throws IOException;
  }

  private Reading read(Path file) {
    try {
      Input input = input(file);
      return () -> input;
    } catch (IOException | ImageException e) {
      return () -> {
        throw e;
      };
    }
  }

  /**
   * Waits for the computations at hand, then frees the network and ends the threads. A list of
   * which only some batches were computed is not finished.
   */
  @Override
  public void close() {
    inference.close();
  }
}
