package org.resnet4j.infer;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
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
import org.resnet4j.arch.Cut;
import org.resnet4j.arch.cost.Shapes;
import org.resnet4j.compiled.plan.Explanation;
import org.resnet4j.image.Image;
import org.resnet4j.io.FormatException;
import org.resnet4j.layer.Shape;
import org.resnet4j.model.Input;
import org.resnet4j.model.Model;
import org.resnet4j.model.Pixels;
import org.resnet4j.model.Preprocessing;
import org.resnet4j.torch.HostMemory;
import org.resnet4j.torch.Network;
import org.resnet4j.torch.Workers;

/**
 * Computes a network's outputs in batches of bounded memory, for any number of concurrent callers.
 */
final class Inference implements AutoCloseable {
  /** Inputs in a batch. */
  private static final int BATCH = 32;

  /** Inputs in a batch for each thread where there are many threads: a plan computes 4 at once. */
  private static final int BATCH_A_THREAD = 4;

  /** The maximum number of values in a batch of more than one input: 64 MB. */
  private static final long BATCH_VALUES = 16 << 20;

  private final Model model;
  private final Classifier classifier;
  private final Shape shape;
  private final Pixels pixels;
  private final Workers workers;
  private final int threads;
  private final int batchSize;

  /** Every computation holds the read lock, so that closing waits for it. */
  private final ReadWriteLock open = new ReentrantReadWriteLock();

  private boolean closed;

  /** Takes ownership of the model. */
  Inference(Model model, int threads) {
    this(
        model,
        threads,
        Classifier.of(
            model.network(), model.quantisation(), model.card().preprocessing().output(), threads));
  }

  Inference(Model model, int threads, Classifier classifier) {
    this.model = model;
    this.classifier = classifier;
    Preprocessing preprocessing = model.card().preprocessing();
    shape = preprocessing.output();
    pixels = new Pixels(preprocessing.normalisation(), model.network().device());
    this.threads = threads;
    workers = new Workers(model.network().device(), threads, threads);
    long fit = BATCH_VALUES / shape.size();
    batchSize = (int) Math.max(1, Math.min(fit, Math.max(BATCH, BATCH_A_THREAD * threads)));
  }

  /** As {@link Predictor#warmUp}. */
  void warmUp(int... batchSizes) {
    Input black = new Input(new Image(shape.channels(), shape.height(), shape.width()));
    for (int size : batchSizes) {
      if (size < 1) {
        throw new IllegalArgumentException("expected batches of at least 1, got " + size);
      }
    }
    IntStream.concat(IntStream.of(1, threads), IntStream.of(batchSizes))
        .distinct()
        .forEach(size -> inBatches(Collections.nCopies(size, black), this::classify));
  }

  /** Splits a list into batches. */
  <P> List<List<P>> batches(List<P> all) {
    return IntStream.range(0, (all.size() + batchSize - 1) / batchSize)
        .mapToObj(i -> all.subList(i * batchSize, Math.min((i + 1) * batchSize, all.size())))
        .toList();
  }

  /** As {@link Predictor#logits}. */
  List<float[]> logits(List<Input> inputs) {
    requireHead();
    List<float[]> all = inBatches(inputs, this::classify);
    for (float[] logits : all) {
      for (float logit : logits) {
        if (!Float.isFinite(logit)) {
          throw new IllegalStateException(
              "expected finite logits, got " + logit + ": the weights are damaged or overflow");
        }
      }
    }
    return all;
  }

  /** As {@link Predictor#features}. */
  List<float[]> features(List<Input> inputs, String place) {
    return inBatches(
        inputs, batch -> layerByLayer(batch, images -> network().features(images, place)));
  }

  /** As {@link Predictor#explain}. */
  Evidence explain(Input input, int index) {
    requireHead();
    int known = model.card().classes().size();
    if (index < 0 || index >= known) {
      throw new IllegalArgumentException(
          "expected a class from 0 to " + (known - 1) + ", got " + index);
    }
    Architecture architecture = network().architecture();
    String place = GradCam.place(architecture);
    long[] classes = {index};
    List<float[]> values =
        inBatches(
            List.of(input),
            batch ->
                layerByLayer(batch, images -> GradCam.evidence(network(), images, place, classes)));
    Shape maps = Cut.at(architecture.layers(), place).before().apply(new Shapes(), shape);
    return new Evidence(values.get(0), maps.height(), maps.width());
  }

  /** As {@link Predictor#explainPlan}. */
  Optional<Explanation> explainPlan() {
    return whileOpen(
        () ->
            classifier instanceof Classifier.Planned planned
                ? Optional.of(planned.plan().explain())
                : Optional.empty());
  }

  private Network network() {
    return model.network();
  }

  private void requireHead() {
    try {
      model.requireHead();
    } catch (FormatException e) {
      throw new IllegalStateException(e.getMessage(), e);
    }
  }

  private List<float[]> inBatches(
      List<Input> inputs, Function<List<Image>, List<float[]>> function) {
    inputs.forEach(this::requireShape);
    List<float[]> all = new ArrayList<>();
    for (List<Input> batch : batches(inputs)) {
      List<Image> images = batch.stream().map(Input::image).toList();
      all.addAll(whileOpen(() -> function.apply(images)));
    }
    return all;
  }

  private void requireShape(Input input) {
    if (!input.shape().equals(shape)) {
      throw new IllegalArgumentException(
          "expected inputs of "
              + shape
              + ", got one of "
              + input.shape()
              + ": make them with this predictor");
    }
  }

  private List<float[]> classify(List<Image> images) {
    FloatBuffer values = FloatBuffer.wrap(pixels.values(images));
    return rows(classifier.logits(values, images.size()), images.size());
  }

  /** Computes parts of a batch in parallel, one on each worker. */
  private List<float[]> layerByLayer(List<Image> images, Function<Tensor, Tensor> function) {
    int parts = Math.min(workers.count(), images.size());
    return workers
        .run(
            parts,
            part -> {
              int from = images.size() * part / parts;
              int to = images.size() * (part + 1) / parts;
              try (PointerScope scope = new PointerScope()) {
                Tensor results = function.apply(pixels.of(images.subList(from, to)));
                return rows(HostMemory.floats(results), to - from);
              }
            })
        .stream()
        .flatMap(List::stream)
        .toList();
  }

  private static List<float[]> rows(float[] values, int n) {
    int each = values.length / n;
    return IntStream.range(0, n)
        .mapToObj(i -> Arrays.copyOfRange(values, i * each, (i + 1) * each))
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

  /** Waits for running batches, then frees the network and stops the threads. */
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
