package org.resnet4j.train;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.resnet4j.arch.Architecture;
import org.resnet4j.arch.Catalog;
import org.resnet4j.compiled.gradient.CompiledDifferentiation;
import org.resnet4j.data.Batch;
import org.resnet4j.data.Dataset;
import org.resnet4j.data.Loader;
import org.resnet4j.data.Normalisation;
import org.resnet4j.data.Split;
import org.resnet4j.evaluate.Evaluation;
import org.resnet4j.io.LockFile;
import org.resnet4j.random.Randomness;
import org.resnet4j.report.Element;
import org.resnet4j.torch.Device;
import org.resnet4j.torch.Network;
import org.resnet4j.torch.TensorMap;
import org.resnet4j.torch.Torch;
import org.resnet4j.torch.Workers;
import org.resnet4j.train.recipe.Loss;
import org.resnet4j.train.recipe.Phase;
import org.resnet4j.train.recipe.Pruning;
import org.resnet4j.train.recipe.Recipe;
import org.resnet4j.train.run.Checkpoint;
import org.resnet4j.train.run.Checkpoint.Position;
import org.resnet4j.train.run.EpochResult;
import org.resnet4j.train.run.FineTuning;
import org.resnet4j.train.run.RunFolder;
import org.resnet4j.train.run.RunPage;
import org.resnet4j.train.run.RunRecord;
import org.resnet4j.train.run.RunResults;
import org.resnet4j.train.run.RunSettings;
import org.resnet4j.train.run.TestResult;
import org.resnet4j.train.run.TrainingState;
import org.resnet4j.train.step.ImageLosses;
import org.resnet4j.train.step.TrainingStep;
import org.resnet4j.weights.SafeTensors;

/**
 * Trains one network on one data set and writes a run folder. A run that is stopped or killed at
 * any time resumes from its last checkpoint and produces the same weights, bit for bit, as an
 * uninterrupted run.
 */
public final class Trainer implements AutoCloseable {
  /** The maximum work that a killed run loses, in seconds. */
  private static final double CHECKPOINT_SECONDS = 30;

  private final Catalog catalog;
  private final RunSettings settings;
  private final Recipe recipe;
  private final Split data;
  private final Normalisation normalisation;
  private final RunFolder folder;
  private final RunRecord record;
  private final Workers workers;
  private final TrainingState state;
  private final TrainingStep trainingStep;
  private final Validation validation;
  private final long totalSteps;
  private final int epochs;
  private Dataset images;
  private Position at = Position.START;
  private @Nullable TestResult result;
  private @Nullable LockFile lock;

  /** The outcome of a run. */
  public enum Outcome {
    /** All epochs are done. */
    FINISHED,
    /** It was stopped on request and saved its state. */
    STOPPED
  }

  /**
   * Prepares a run, from its last checkpoint if the folder has one.
   *
   * @param catalog that contains the settings' network
   * @throws IOException if the checkpoint or the weights to fine-tune cannot be read, or another
   *     trainer is using the folder
   */
  public Trainer(Catalog catalog, RunSettings settings, Split data, RunFolder folder)
      throws IOException {
    this(catalog, settings, data, folder, settings.threads());
  }

  /**
   * As above, with another number of threads than the run was started with.
   *
   * @param threads the number of computing threads, limited by {@link Torch#usable}
   */
  public Trainer(Catalog catalog, RunSettings settings, Split data, RunFolder folder, int threads)
      throws IOException {
    this.catalog = catalog;
    this.settings = settings;
    this.recipe = settings.recipe();
    Architecture architecture = catalog.build(settings.model(), options -> settings.options());
    recipe.requireFit(architecture, data.train(), TrainingState.frozen(architecture, settings));
    this.data = recipe.framed(data);
    this.folder = folder;
    record = folder.record().withResults(null);
    images = data.train();
    FineTuning fineTuning = settings.fineTuning();
    normalisation =
        fineTuning == null ? Normalisation.of(data.train()) : fineTuning.normalisation();
    epochs = recipe.epochs(data.train().size());
    totalSteps = recipe.totalSteps(data.train().size());
    boolean resumed = Files.exists(folder.checkpoint());
    state =
        TrainingState.start(recipe.trained(architecture), settings, catalog, data.train(), resumed);
    workers = new Workers(state.network().device(), threads, recipe.shards());
    trainingStep =
        new TrainingStep(
            state.network(), state.momenta(), recipe, Loss.of(recipe, data.train()), workers);
    validation = new Validation(state, settings, this.data.validation(), normalisation, workers);
    try {
      lock = folder.lock();
      if (resumed) {
        at = Checkpoint.load(folder.checkpoint(), identity(), state);
        folder.writeLog(record, at.history());
      }
    } catch (IOException | RuntimeException e) {
      close();
      throw e;
    }
  }

  /** The reason why the steps of this run are not compiled; empty if they are, or on a GPU. */
  public Optional<String> obstacle() {
    Network network = state.network();
    return network.device() == Device.CPU
        ? CompiledDifferentiation.obstacle(network)
        : Optional.empty();
  }

  /** The finished epochs. */
  public List<EpochResult> history() {
    return at.history();
  }

  /** The number of epochs of the run, unless it stops early. */
  public int epochs() {
    return epochs;
  }

  /** The epoch with the best weights; requires at least one finished epoch. */
  public EpochResult best() {
    return at.best(settings);
  }

  /** The number of finished steps of the whole run. */
  public long step() {
    return at.step();
  }

  /**
   * Trains to the end, or until {@code stop} returns true after a step.
   *
   * @throws TrainingException if the loss or a weight is no longer finite; the last checkpoint
   *     stays
   * @throws IOException if the run folder cannot be written; the last checkpoint stays
   */
  public Outcome run(Progress progress, BooleanSupplier stop) throws IOException {
    return run(progress, stop, epoch -> false);
  }

  /**
   * As above, and saves the weights after some epochs.
   *
   * @param kept the epochs, counted from 1, after which {@link RunFolder#epoch} is written
   */
  public Outcome run(Progress progress, BooleanSupplier stop, IntPredicate kept)
      throws IOException {
    Evaluation last = null;
    while (at.epoch() < epochs && !isExhausted()) {
      last = finishEpoch(progress, stop, kept);
      if (last == null) {
        save(progress);
        return Outcome.STOPPED;
      }
      progress.epoch(at.history().get(at.history().size() - 1), totalSteps);
    }
    requireFolder(progress);
    if (last == null) {
      last = evaluate();
    }
    if (!Files.exists(folder.best())) {
      validation.keep(folder.best(), last.top1());
      at = at.withBest(last.top1());
    }
    folder.writeRecord(record.withResults(results(null)));
    Evaluation test = null;
    List<Element> pictures;
    if (data.setsTestAside()) {
      Validation.Shown shown = validation.ofBest(catalog, folder.best(), data.test());
      test = shown.result();
      pictures = shown.pictures();
      result = TestResult.of(best().epoch(), test);
      folder.writeRecord(record.withResults(results(result)));
    } else {
      pictures = validation.pictures(last);
    }
    RunPage.write(folder, folder.record(), at.history(), best(), last, test, pictures);
    return Outcome.FINISHED;
  }

  private RunResults results(@Nullable TestResult test) {
    return RunResults.now(
        at.history(), best(), weightsSha256(), test, data.train().badPictures().count());
  }

  /** Early stopping: whether validation accuracy has not improved for the recipe's patience. */
  private boolean isExhausted() {
    Integer patience = recipe.patience();
    if (patience == null) {
      return false;
    }
    int best = 0;
    List<EpochResult> history = at.history();
    for (int i = 1; i < history.size(); i++) {
      best = history.get(i).validationTop1() > history.get(best).validationTop1() ? i : best;
    }
    return history.size() - 1 - best >= patience;
  }

  /**
   * The test result of the best weights; empty before the end, or if no test images are held out.
   */
  public Optional<TestResult> test() {
    return Optional.ofNullable(result);
  }

  /** The weights that are evaluated and saved: the average if there is one. */
  public TensorMap weights() {
    return state.weights();
  }

  /**
   * The SHA-256 of {@link #weights}, as in the metadata of their file; equal runs have equal ones.
   */
  public String weightsSha256() {
    return SafeTensors.sha256(weights());
  }

  /** Finishes the current epoch and evaluates it; null if it was stopped first. */
  private @Nullable Evaluation finishEpoch(
      Progress progress, BooleanSupplier stop, IntPredicate kept) throws IOException {
    long start = System.nanoTime();
    Phase phase = recipe.phase(at.epoch());
    scaleImages(phase.size());
    Position begin = at;
    double saved = 0;
    try (Loader loader =
        Loader.training(
            images,
            imagesOfEpoch(),
            phase.augmentation(),
            normalisation,
            recipe.partSize(),
            settings.seed(),
            at.epoch(),
            at.stepInEpoch() * recipe.partCount())) {
      while (at.stepInEpoch() < stepsOfEpoch()) {
        TrainingStep.Result result = step(loader);
        double seconds = (System.nanoTime() - start) / 1e9;
        at =
            at.after(
                result, begin.seconds() + seconds, begin.waitedSeconds() + loader.waitedSeconds());
        long seen = (long) at.stepInEpoch() * recipe.batchSize();
        progress.step(
            at.step(),
            totalSteps,
            result.meanLoss(),
            (double) at.right() / seen,
            (seen - (long) begin.stepInEpoch() * recipe.batchSize()) / seconds);
        if (at.step() == totalSteps) {
          break;
        }
        if (stop.getAsBoolean()) {
          return null;
        }
        if (seconds - saved > CHECKPOINT_SECONDS) {
          save(progress);
          saved = seconds;
        }
      }
    }
    return endEpoch(phase, progress, kept);
  }

  private int stepsOfEpoch() {
    return recipe.images(at.epoch(), data.train().size()) / recipe.batchSize();
  }

  /** Performs a step, with as many batches as the recipe has parts. */
  private TrainingStep.Result step(Loader loader) {
    long seed = Randomness.bits(settings.seed(), Randomness.Purpose.DROPOUT, at.epoch(), at.step());
    TrainingStep.Result whole = TrainingStep.Result.NONE;
    for (int part = 0; part < recipe.partCount(); part++) {
      Batch batch = Objects.requireNonNull(loader.next());
      // Shards have consecutive seeds.
      long partSeed = part == 0 ? seed : Randomness.mix(seed + part);
      TrainingStep.Result result = trainingStep.add(batch, recipe.batchSize(), partSeed);
      remember(batch, result);
      whole = whole.and(result);
    }
    requireFinite(whole.meanLoss());
    trainingStep.update(factor(at.step()), at.step());
    state.moveAverage(recipe.averageShare(at.step() + 1, totalSteps));
    return whole;
  }

  private double factor(long step) {
    List<Double> accuracies = at.history().stream().map(EpochResult::validationTop1).toList();
    return recipe.schedule().factor(step, totalSteps, accuracies);
  }

  /** Scales the training images to the size of a phase, if that changes. */
  private void scaleImages(int size) {
    if (size == 0) {
      images = data.train();
    } else if (!images.shape().equals(data.train().shape().scaled(size))) {
      images = data.train().resized(size);
    }
  }

  private int[] imagesOfEpoch() {
    int all = data.train().size();
    Pruning pruning = recipe.pruning();
    ImageLosses losses = state.losses();
    return pruning == null || losses == null
        ? IntStream.range(0, all).toArray()
        : pruning.keep(
            losses.atStart(), recipe.images(at.epoch(), all), settings.seed(), at.epoch());
  }

  /** Records the losses of a step's images for the pruning of later epochs. */
  private void remember(Batch batch, TrainingStep.Result result) {
    ImageLosses losses = state.losses();
    if (losses != null) {
      for (int i = 0; i < result.losses().length; i++) {
        losses.note(batch.image(i), result.losses()[i]);
      }
    }
  }

  /** Evaluates, logs, saves the weights if they are the best, and saves the state. */
  private Evaluation endEpoch(Phase phase, Progress progress, IntPredicate kept)
      throws IOException {
    requireFiniteState();
    Evaluation measured = evaluate();
    long seen = (long) at.stepInEpoch() * recipe.batchSize();
    EpochResult epoch =
        new EpochResult(
            at.epoch() + 1,
            at.step(),
            factor(at.step() - 1),
            phase.shown(data.train().shape()).height(),
            at.lossSum() / seen,
            (double) at.right() / seen,
            measured.loss(),
            measured.top1(),
            measured.top5(),
            at.seconds(),
            measured.seconds(),
            seen / at.seconds(),
            at.waitedSeconds() / at.seconds(),
            Torch.residentBytes() >> 20);
    requireFolder(progress);
    if (!Files.exists(folder.best())) {
      at = at.withBest(-1);
    }
    if (settings.isBest(measured.top1(), at.bestTop1())) {
      validation.keep(folder.best(), measured.top1());
    }
    if (kept.test(epoch.epoch())) {
      validation.keep(folder.epoch(epoch.epoch()), measured.top1());
    }
    at = at.after(epoch);
    if (state.losses() != null) {
      state.losses().endEpoch();
    }
    folder.writeLog(record, at.history());
    save(progress);
    return measured;
  }

  /** Evaluates the current weights on the validation images. */
  public Evaluation evaluate() {
    return validation.evaluate();
  }

  /**
   * Recreates a run folder that was removed or renamed, so that the training is not lost: all but
   * the weights of earlier epochs can be rewritten.
   *
   * @throws IOException if it cannot be created, or another run was started there
   */
  private void requireFolder(Progress progress) throws IOException {
    if (!folder.isThere()) {
      if (lock != null) {
        lock.close(); // On a file that was removed.
      }
      folder.restore(record);
      lock = folder.lock();
      at = at.withBest(-1);
      folder.writeLog(record, at.history());
      Checkpoint.save(folder.checkpoint(), identity(), at, state);
      progress.warn(
          folder.path()
              + " was removed or renamed during training: it was recreated, and the run continues;"
              + " the best weights of earlier epochs are lost");
    } else if (!folder.record().withResults(null).equals(record)) {
      throw new FileSystemException(
          folder.path().toString(),
          null,
          "another run was started in it, so this one stops at step " + at.step());
    }
  }

  private void save(Progress progress) throws IOException {
    requireFiniteState();
    requireFolder(progress);
    Checkpoint.save(folder.checkpoint(), identity(), at, state);
  }

  private Checkpoint.Identity identity() {
    return new Checkpoint.Identity(
        settings,
        data.train().size(),
        data.validation().size() + (data.setsTestAside() ? data.test().size() : 0),
        data.train().classes(),
        normalisation);
  }

  private void requireFinite(double loss) {
    if (!Double.isFinite(loss)) {
      throw TrainingException.diverged(at.step() + 1, at.epoch() + 1, "the loss is " + loss);
    }
  }

  private void requireFiniteState() {
    Optional<String> flaw = state.flaw();
    if (flaw.isPresent()) {
      throw TrainingException.diverged(at.step(), at.epoch() + 1, flaw.get());
    }
  }

  /** Frees the network and its training state. */
  @Override
  public void close() {
    trainingStep.close();
    workers.close();
    state.close();
    if (lock != null) {
      try {
        lock.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
