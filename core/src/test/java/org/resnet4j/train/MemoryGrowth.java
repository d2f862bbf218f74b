package org.resnet4j.train;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.resnet4j.arch.Architecture;
import org.resnet4j.data.Augmentation;
import org.resnet4j.data.Batch;
import org.resnet4j.data.Dataset;
import org.resnet4j.data.Loader;
import org.resnet4j.data.Normalisation;
import org.resnet4j.image.Image;
import org.resnet4j.image.ImageException;
import org.resnet4j.infer.Predictor;
import org.resnet4j.torch.Device;
import org.resnet4j.torch.HostMemory;
import org.resnet4j.torch.Initialization;
import org.resnet4j.torch.Network;
import org.resnet4j.torch.Precision;
import org.resnet4j.torch.TensorMap;
import org.resnet4j.torch.Torch;
import org.resnet4j.torch.Workers;
import org.resnet4j.train.optim.Sgd;
import org.resnet4j.train.recipe.Loss;
import org.resnet4j.train.step.TrainingStep;

/** By how much work that repeats itself makes the process larger. */
public final class MemoryGrowth {
  private static final String WEIGHTS = "resnet20-cifar10";

  private static final int BATCH = 4;

  private static final Dataset IMAGES = TinyRun.images(400, 10).train().resized(8);
  private static final Normalisation NORMALISATION = Normalisation.of(IMAGES);

  private MemoryGrowth() {}

  /**
   * The share by which resident memory grows while work is done {@code times} times, after it was
   * done {@code before} times for all that is kept on purpose: code, buffers, caches.
   */
  static double of(int before, int times, Runnable work) {
    repeat(before, work);
    long start = residentBytes();
    repeat(times, work);
    return (double) residentBytes() / start - 1;
  }

  private static void repeat(int times, Runnable work) {
    for (int i = 0; i < times; i++) {
      work.run();
    }
  }

  private static long residentBytes() {
    System.gc();
    return Torch.residentBytes();
  }

  /** Prints the growth over training steps, inferences and predictions, and with a planted leak. */
  public static void main(String[] arguments) throws IOException {
    Architecture architecture =
        TinyRun.CATALOG.build(
            "cifar-resnet8",
            options -> options.withInput(IMAGES.shape()).withClasses(IMAGES.classes().size()));
    Device device = Device.CPU;
    Precision precision = Precision.named("auto", device);
    try (Network network =
            Network.create(architecture, Initialization.DEFAULT, 0, device, precision);
        TensorMap momenta = new Sgd(0.1, 0.9, false, 0, false).momenta(network);
        Workers workers = new Workers(device, 2, 2);
        Loader once = Loader.evaluation(IMAGES, NORMALISATION, BATCH)) {
      Training training = new Training(network, momenta, workers);
      System.out.println("training " + of(800, 2_000, training));
      training.close();
      Batch batch = java.util.Objects.requireNonNull(once.next());
      Runnable inference = () -> infer(network, batch);
      System.out.println("inference " + of(500, 10_000, inference));
      predict();
      List<Tensor> leaked = new ArrayList<>();
      Runnable leaking =
          () -> {
            inference.run();
            leaked.add(torch.ones(64 * 1024 / Float.BYTES));
          };
      System.out.println("leak " + of(10, 2_000, leaking));
    }
  }

  /** One caller asks as often as many would; many at once only take turns. */
  private static void predict() throws IOException {
    Image picture = new Image(3, 40, 50);
    try (Predictor predictor = Predictor.load(WEIGHTS)) {
      Runnable prediction =
          () -> {
            try {
              predictor.predict(picture);
            } catch (ImageException e) {
              throw new AssertionError(e);
            }
          };
      System.out.println("prediction " + of(500, 3_000, prediction));
    }
    Runnable loading =
        () -> {
          try {
            Predictor.load(WEIGHTS).close();
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        };
    System.out.println("loading " + of(20, 100, loading));
  }

  private static void infer(Network network, Batch batch) {
    try (PointerScope scope = new PointerScope()) {
      HostMemory.floats(
          network.forward(HostMemory.images(batch.pixels(), 1, batch.shape(), network.device())));
    }
  }

  /** A training step each time it is run, through as many epochs as it takes. */
  private static final class Training implements Runnable {
    private final TrainingStep step;
    private int epoch;
    private Loader loader = open();

    Training(Network network, TensorMap momenta, Workers workers) {
      step =
          new TrainingStep(
              network, momenta, TinyRun.fastRecipe(3), new Loss(0.1, List.of()), workers);
    }

    private Loader open() {
      return Loader.training(IMAGES, Augmentation.PAPER, NORMALISATION, BATCH, 0, epoch, 0);
    }

    @Override
    public void run() {
      Batch batch = loader.next();
      while (batch == null) {
        loader.close();
        epoch++;
        loader = open();
        batch = loader.next();
      }
      step.run(batch, 0.01, epoch);
    }

    void close() {
      step.close();
      loader.close();
    }
  }
}
