package org.resnet4j.study;

import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;
import org.resnet4j.arch.Catalog;
import org.resnet4j.data.Batch;
import org.resnet4j.data.Dataset;
import org.resnet4j.data.Loader;
import org.resnet4j.data.Normalisation;
import org.resnet4j.data.Split;
import org.resnet4j.torch.Network;
import org.resnet4j.torch.Workers;

/** The resources of an experiment: the data, and the networks that the study has trained. */
public final class Lab implements AutoCloseable {
  private final StudySettings settings;
  private final Catalog catalog;
  private final Split data;
  private final Normalisation normalisation;
  private final Trainings trainings;
  private final Workers workers;
  private final Consumer<String> follower;

  /**
   * Opens a laboratory.
   *
   * @param follower is told what is being measured
   */
  Lab(
      StudySettings settings,
      Catalog catalog,
      Split data,
      Trainings trainings,
      Consumer<String> follower) {
    this.settings = settings;
    this.catalog = catalog;
    this.data = data;
    this.trainings = trainings;
    this.follower = follower;
    normalisation = Normalisation.of(data.train());
    workers =
        new Workers(settings.device().requireUsable(), settings.threads(), settings.threads());
  }

  /** The settings that determine the numbers. */
  public StudySettings settings() {
    return settings;
  }

  /** The networks of the library and of all experiments. */
  public Catalog catalog() {
    return catalog;
  }

  /** The images. */
  public Split data() {
    return data;
  }

  /** The normalisation of pixels. */
  public Normalisation normalisation() {
    return normalisation;
  }

  /** Threads for evaluations. */
  public Workers workers() {
    return workers;
  }

  /** Reports what is being measured and its progress, in a few words. */
  public void tell(String what) {
    follower.accept(what);
  }

  /**
   * A finished training of a subject.
   *
   * @throws IOException if its folder cannot be read
   */
  public TrainedRun trained(Subject subject, long seed) throws IOException {
    return trainings.finished(subject, seed);
  }

  /**
   * A trained network with its final weights, in fp32, or with the last that were kept before it
   * diverged; the caller closes it.
   *
   * @throws IOException if the weights cannot be read
   */
  public Network network(Subject subject, long seed) throws IOException {
    TrainedRun run = trained(subject, seed);
    List<Integer> kept = run.keptEpochs();
    return run.network(kept.get(kept.size() - 1), catalog);
  }

  /** Normalised pixels of the first test images, balanced across classes: {@code [n, h, w, c]}. */
  public float[] testPixels(int n) {
    return first(
        data.test(),
        n,
        batch -> {
          float[] pixels = new float[batch.pixels().remaining()];
          batch.pixels().duplicate().get(pixels);
          return pixels;
        });
  }

  /** Applies a function to one batch of the first images of a set, balanced across classes. */
  public <R> R first(Dataset images, int n, Function<Batch, R> use) {
    try (Loader loader = Loader.evaluation(images.limit(n), normalisation, n)) {
      return use.apply(Objects.requireNonNull(loader.next(), "a set has at least one image"));
    }
  }

  /**
   * The course of trainings: the values of {@link Learning} and its curves by epoch.
   *
   * @throws IOException if a run cannot be read
   */
  public Results learning(List<Subject> subjects) throws IOException {
    Results.Recorder recorder = new Results.Recorder();
    for (Subject subject : subjects) {
      for (long seed : settings.seedList()) {
        Learning.record(trained(subject, seed), data.train().classes().size(), recorder);
      }
    }
    return recorder.results();
  }

  /** The cost of networks: the values of {@link Cost}. */
  public Results cost(List<Subject> subjects) {
    Results.Recorder recorder = new Results.Recorder();
    for (Subject subject : subjects) {
      Cost.record(subject.name(), subject.build(catalog, data.train()), recorder);
    }
    return recorder.results();
  }

  @Override
  public void close() {
    workers.close();
  }
}
