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
 * Classifies pictures. Thread-safe: a predictor computes with its own threads, however many callers
 * it has.
 *
 * <pre>{@code
 * try (Predictor predictor = Predictor.load("resnet20-cifar10")) {
 *   System.out.println(predictor.predict(Path.of("cat.jpg")).label());
 * }
 * }</pre>
 *
 * <p>Pictures of any size go through the {@link Preprocessing} of the weights. To get more than
 * classes, preprocess a picture once by {@link #input} and pass the {@link Input} to {@link
 * #logits}, {@link #features} or {@link #explain}.
 *
 * <p>An invalid picture is an {@link ImageException}, invalid weights are a {@link
 * FormatException}; both name the file in one line. An unreadable file is an {@link IOException}. A
 * closed predictor throws {@link IllegalStateException}.
 */
public final class Predictor implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger("org.resnet4j.infer");

  /** The largest number of most probable classes in a prediction. */
  public static final int TOP = 5;

  private final Model model;
  private final Inference inference;
  private final Limits limits;

  /**
   * Takes ownership of a model, which is closed with the predictor, or at once if this fails.
   *
   * @param threads the number of computing threads, at least 1
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

  /** Logs the assumptions about a file and the choices made in it. */
  private static Model noted(Model model, String source) {
    Stream.concat(model.notes().stream(), Stream.of(model.assumption()))
        .filter(note -> !note.isEmpty())
        .forEach(note -> LOG.log(System.Logger.Level.INFO, "{0}: {1}", source, note));
    return model;
  }

  /** Takes ownership of a model; errors name its source. */
  public static Predictor of(Model model, String source, InferenceOptions options) {
    try {
      return new Predictor(model, options.threads(), options.limits());
    } catch (IllegalArgumentException e) {
      throw new FormatException(source, String.valueOf(e.getMessage()), e);
    }
  }

  /** The card of the weights: their classes and preprocessing. */
  public ModelCard card() {
    return model.card();
  }

  /** The precision in words: fp32, bf16 or int8. */
  public String numbers() {
    return model.numbers();
  }

  /**
   * The assumptions about weights whose file does not state everything; empty if there are none.
   * {@link Hints} replace them.
   */
  public String assumption() {
    return model.assumption();
  }

  /** The choices made in a file that holds more than these weights: {@link Model#notes}. */
  public List<String> notes() {
    return model.notes();
  }

  /**
   * Prepares everything that the first picture would wait for, by computing black ones: one alone,
   * one on each core, and batches.
   *
   * @param batchSizes the sizes of expected lists
   * @throws IllegalArgumentException if one is less than 1
   */
  public void warmUp(int... batchSizes) {
    inference.warmUp(batchSizes);
  }

  /**
   * Classifies the picture in a file.
   *
   * @throws ImageException if it is not a picture that can be used; the message names the file
   * @throws IOException if it cannot be read
   */
  public Prediction predict(Path file) throws IOException {
    return predict(input(file));
  }

  /** Classifies the picture in the bytes of a file; as {@link #input(byte[])}. */
  public Prediction predict(byte[] file) {
    return predict(input(file));
  }

  /** Classifies the picture in a stream; as {@link #input(InputStream)}. */
  public Prediction predict(InputStream file) throws IOException {
    return predict(input(file));
  }

  /** Classifies a Java 2D picture; as {@link #input(BufferedImage)}. */
  public Prediction predict(BufferedImage picture) {
    return predict(input(picture));
  }

  /** Classifies a decoded picture; as {@link #input(Image)}. */
  public Prediction predict(Image picture) {
    return predict(input(picture));
  }

  /** Classifies a preprocessed picture. */
  public Prediction predict(Input input) {
    return predictInputs(List.of(input)).get(0);
  }

  /**
   * Classifies pictures of any sizes, each as {@link #predict(Image)} does, in batches.
   *
   * @return a prediction for each, in their order; empty for none
   * @throws ImageException for the first that is too long and thin
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
   * Classifies the pictures in files, in batches, each of which is read in parallel.
   *
   * @return a prediction for each, in their order; empty for none
   * @throws ImageException for the first that is not a usable picture; the message names it. To
   *     continue without it, call {@link #input} for each.
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

  /** Classifies preprocessed pictures, in their order; empty for none. */
  public List<Prediction> predictInputs(List<Input> inputs) {
    return logits(inputs).stream()
        .map(logits -> Prediction.of(logits, card().classes(), TOP))
        .toList();
  }

  /**
   * Preprocesses the picture in a file.
   *
   * @throws ImageException if it is not a usable picture; the message names the file
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
   * Preprocesses the picture in the bytes of a file.
   *
   * @throws ImageException if it is not a usable picture, or over the limits
   */
  public Input input(byte[] file) {
    return card().preprocessing().input(file, limits);
  }

  /**
   * Preprocesses the picture in a stream, which is read to its end, or as far as the limits allow,
   * and not closed. A service should set its own limits: {@link InferenceOptions#withLimits}.
   *
   * @throws ImageException if it is not a usable picture
   * @throws IOException if it cannot be read
   */
  public Input input(InputStream file) throws IOException {
    return card().preprocessing().input(file, limits);
  }

  /**
   * Preprocesses a Java 2D picture; {@link Image#of(BufferedImage)} describes its values.
   *
   * @throws ImageException if it is neither RGB nor grey, over {@link Limits#DEFAULT}, or too long
   *     and thin
   */
  public Input input(BufferedImage picture) {
    return input(Image.of(picture));
  }

  /**
   * Preprocesses a decoded picture: resizes, crops and converts it to the network's channels.
   *
   * @throws ImageException if it is too long and thin to be resized to the input's size
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
   * The output of a named place of the network for each input, in the order {@code [c, h, w]} or
   * {@code [f]}; {@code pool} of a residual network is the vector that its classifier takes. Empty
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
   * The steps into which the network's layers were compiled on the processor; empty on a GPU, which
   * computes layer by layer.
   */
  public Optional<Explanation> explainPlan() {
    return inference.explainPlan();
  }

  /** The outcome of reading a file: returns its input or throws the error. */
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
   * Waits for the running computations, then frees the network and ends the threads. A list of
   * which only some batches were computed is not finished.
   */
  @Override
  public void close() {
    inference.close();
  }
}
