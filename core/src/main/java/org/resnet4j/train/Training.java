package org.resnet4j.train;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.resnet4j.arch.Architecture;
import org.resnet4j.arch.Backbone;
import org.resnet4j.arch.Catalog;
import org.resnet4j.arch.block.Options;
import org.resnet4j.data.Split;
import org.resnet4j.data.named.DataSets;
import org.resnet4j.data.named.PicturePlace;
import org.resnet4j.image.ResizeCrop;
import org.resnet4j.layer.Shape;
import org.resnet4j.model.Hints;
import org.resnet4j.model.InferenceOptions;
import org.resnet4j.model.Model;
import org.resnet4j.torch.Device;
import org.resnet4j.torch.Initialization;
import org.resnet4j.torch.Precision;
import org.resnet4j.torch.Torch;
import org.resnet4j.train.recipe.PictureSettings;
import org.resnet4j.train.recipe.Recipe;
import org.resnet4j.train.recipe.Recipes;
import org.resnet4j.train.run.FineTuning;
import org.resnet4j.train.run.RunFolder;
import org.resnet4j.train.run.RunRecord;
import org.resnet4j.train.run.RunSettings;

/**
 * Trains or fine-tunes a network: name the network and the data, change the defaults, run.
 *
 * <pre>{@code
 * Run run = Training.of("resnet20", "cifar10").recipe("fast").epochs(3).run(Path.of("runs/first"));
 * Run tuned = Training.from("resnet18-imagenet", "folder:photos").freeze("layer3").run(Path.of("runs/tuned"));
 * Run resumed = Training.resume(Path.of("runs/first")).run();
 * }</pre>
 *
 * <p>The defaults are those of the command {@code resnet}. A training object may run only one run
 * at a time, and each run needs a folder of its own.
 */
public final class Training {
  /** The largest side of fine-tuning's images by default, in pixels: docs/RECIPES.md. */
  public static final int FINE_TUNING_PIXELS = 128;

  private static final double BACKBONE_RATE = 0.5;

  private final String model;
  private final String data;
  private final @Nullable Split given;
  private final @Nullable FineTuning start;
  private final @Nullable Options trained;

  private Catalog catalog = Catalog.standard();
  private DataSets dataSets = DataSets.standard();
  private Recipes recipes = Recipes.standard();
  private UnaryOperator<Options> options = UnaryOperator.identity();
  private @Nullable Shape input;
  private @Nullable Path dataDir;
  private PictureSettings folder = PictureSettings.DEFAULT;
  private int limitTrain;
  private int limitTest;
  private @Nullable Recipe recipe;
  private @Nullable String recipeName;
  private UnaryOperator<Recipe> changes = UnaryOperator.identity();
  private Initialization initialization = Initialization.DEFAULT;
  private String freeze = Backbone.NONE;
  private @Nullable Double backboneRate;
  private long seed;
  private Device device = Device.named("auto");
  private @Nullable Precision precision;
  private int threads = Torch.physicalCores();
  private Progress progress = Progress.SILENT;
  private BooleanSupplier stop = () -> false;

  private Training(
      String model,
      String data,
      @Nullable Split given,
      @Nullable FineTuning start,
      @Nullable Options trained) {
    this.model = model;
    this.data = data;
    this.given = given;
    this.start = start;
    this.trained = trained;
  }

  /**
   * Trains a network from random weights.
   *
   * @param model a name in the catalog, for example {@code resnet20}
   * @param data a name in {@link DataSets#names}, {@code folder:DIR} or {@code shards:DIR}
   */
  public static Training of(String model, String data) {
    return new Training(model, data, null, null, null);
  }

  /** Trains a network from random weights on the images of a program. */
  public static Training of(String model, Split data) {
    return new Training(model, data.train().name(), data, null, null);
  }

  /**
   * Fine-tunes trained weights: keeps their backbone and trains a new head for the classes of the
   * data.
   *
   * @param weights a source that {@link Model#load(String)} accepts
   * @param data a name in {@link DataSets#names}, {@code folder:DIR} or {@code shards:DIR}
   * @throws org.resnet4j.io.FormatException if the weights are not those of a known network
   */
  public static Training from(String weights, String data) throws IOException {
    return from(weights, data, Catalog.standard());
  }

  /** As above, of a network in another catalog. */
  public static Training from(String weights, String data, Catalog catalog) throws IOException {
    try (Model model = Model.load(weights, catalog, Device.CPU, Precision.FP32)) {
      return from(weights, null, model, data).catalog(catalog);
    }
  }

  /** Fine-tunes trained weights on the images of a program. */
  public static Training from(String weights, Split data, Catalog catalog) throws IOException {
    try (Model model = Model.load(weights, catalog, Device.CPU, Precision.FP32)) {
      return new Training(
              model.card().model(),
              data.train().name(),
              data,
              FineTuning.of(weights, null, model, Backbone.NONE),
              model.card().options())
          .catalog(catalog);
    }
  }

  /**
   * Fine-tunes the weights of a model, which stays the caller's.
   *
   * @param weights the source of the model; a resumed run loads it again
   * @param key which network of a file that holds several, as in {@link Hints}; null for its
   *     default
   */
  public static Training from(String weights, @Nullable String key, Model model, String data) {
    return new Training(
        model.card().model(),
        data,
        null,
        FineTuning.of(weights, key, model, Backbone.NONE),
        model.card().options());
  }

  /** Takes the network from another catalog: {@code Catalog.standard().with(...)}. */
  public Training catalog(Catalog value) {
    catalog = value;
    return this;
  }

  /** Takes the data from other data sets: {@code DataSets.standard().with(...)}. */
  public Training dataSets(DataSets value) {
    dataSets = value;
    return this;
  }

  /** Takes the recipe from other recipes: {@code Recipes.standard().with(...)}. */
  public Training recipes(Recipes value) {
    recipes = value;
    return this;
  }

  /** Changes the network's options; its input and classes are those of the data. */
  public Training options(UnaryOperator<Options> value) {
    options = value;
    return this;
  }

  /** Resizes the pictures of a folder to another shape than the network's default. */
  public Training input(Shape value) {
    input = value;
    return this;
  }

  /** Sets the folder with the files of a named data set; null for the default. */
  public Training dataDirectory(@Nullable Path value) {
    dataDir = value;
    return this;
  }

  /** Sets how a folder of pictures is read. */
  public Training folder(PictureSettings value) {
    folder = value;
    return this;
  }

  /** Limits the number of training images, and of those of each other part; 0 for all. */
  public Training limit(int train, int test) {
    if (train < 0 || test < 0) {
      throw new IllegalArgumentException(
          "expected limits of at least 1 image, or 0 for all, got " + train + " and " + test);
    }
    limitTrain = train;
    limitTest = test;
    return this;
  }

  /**
   * Uses a recipe of {@link Recipes#names}; the default is fast, for a folder that of {@link
   * Recipes#forPhotographs}.
   */
  public Training recipe(String name) {
    recipeName = name;
    recipe = null;
    return this;
  }

  /** Uses this recipe. */
  public Training recipe(Recipe value) {
    recipe = value;
    return this;
  }

  /** Changes the recipe; changes apply in the order of the calls. */
  public Training change(UnaryOperator<Recipe> change) {
    UnaryOperator<Recipe> before = changes;
    changes = chosen -> change.apply(before.apply(chosen));
    return this;
  }

  /** Sets the length of the run. */
  public Training epochs(int value) {
    return change(chosen -> chosen.withEpochs(value));
  }

  /** Sets the number of images in a step. */
  public Training batchSize(int value) {
    return change(chosen -> chosen.withBatchSize(value));
  }

  /** Sets the peak learning rate; in fine-tuning, that of the head. */
  public Training rate(double value) {
    if (!(value > 0)) {
      throw new IllegalArgumentException("expected a learning rate above 0, got " + value);
    }
    return change(chosen -> chosen.withOptimizer(chosen.optimizer().withRate(value)));
  }

  /** Sets the weight decay. */
  public Training weightDecay(double value) {
    return change(chosen -> chosen.withOptimizer(chosen.optimizer().withWeightDecay(value)));
  }

  /** Sets early stopping: the number of epochs without a higher validation accuracy. */
  public Training patience(int value) {
    return change(chosen -> chosen.withPatience(value));
  }

  /** Sets the initialization of random weights; in fine-tuning, those of the head. */
  public Training initialization(Initialization value) {
    initialization = value;
    return this;
  }

  /** Freezes the backbone up to and including a place: {@link Backbone#upTo}. */
  public Training freeze(String place) {
    freeze = place;
    return this;
  }

  /** Sets the learning rate of the backbone in fine-tuning, as a share of the head's. */
  public Training backboneRate(double share) {
    backboneRate = share;
    return this;
  }

  /** Sets the seed of every random number but the choice of held-out pictures. */
  public Training seed(long value) {
    seed = value;
    return this;
  }

  /** Computes on this device; the default is a GPU if this build and machine have one. */
  public Training device(Device value) {
    device = value;
    return this;
  }

  /** Computes in this precision; the default is bf16 where the device has it in hardware. */
  public Training precision(Precision value) {
    precision = value;
    return this;
  }

  /** Sets the number of threads; the default is the number of physical cores. */
  public Training threads(int value) {
    InferenceOptions.requireThreads(value);
    threads = value;
    return this;
  }

  /** Reports progress here. */
  public Training progress(Progress value) {
    progress = value;
    return this;
  }

  /** Stops after the first step for which this is true; the run can be resumed. */
  public Training stopWhen(BooleanSupplier value) {
    stop = value;
    return this;
  }

  /**
   * Trains in a new folder.
   *
   * @throws IllegalArgumentException if the settings do not fit together or the data
   * @throws TrainingException if the loss or a weight is no longer finite
   * @throws IOException if the folder holds files, or something cannot be read or written
   */
  public Run run(Path directory) throws IOException {
    Split images = open();
    RunSettings settings = settings(images);
    String place = dataDir == null ? null : dataDir.toString();
    RunFolder run =
        RunFolder.create(directory, RunRecord.now(settings, place, List.of("Training")));
    try (Trainer trainer = new Trainer(catalog, settings, images, run)) {
      return Run.of(run, trainer, progress, stop);
    }
  }

  /** Resumes a stopped or killed run. */
  public static ResumedTraining resume(Path directory) {
    return new ResumedTraining(directory);
  }

  /** The images, in the shape that the network takes. */
  private Split open() {
    Split all = given == null ? open(frame()) : given;
    return all.limitUnlessZero(limitTrain, limitTest);
  }

  private Split open(Shape shape) {
    ResizeCrop crop = ResizeCrop.covering(shape.height(), shape.width());
    return dataSets.open(data, dataDir, folder.options(crop, shape.channels(), Run::warn));
  }

  /** The shape to which pictures of a folder are resized. */
  public Shape frame() {
    if (input != null) {
      return input;
    }
    if (trained == null) {
      return catalog.build(model, options).options().input();
    }
    Shape own = trained.input();
    return new Shape(
        own.channels(),
        Math.min(own.height(), FINE_TUNING_PIXELS),
        Math.min(own.width(), FINE_TUNING_PIXELS));
  }

  /**
   * The settings of a run on these images: everything that decides its outcome.
   *
   * @throws IllegalArgumentException if they do not fit together or the images
   */
  public RunSettings settings(Split images) {
    requireUsed();
    Shape shape = images.train().shape();
    int classes = images.train().classes().size();
    Architecture architecture =
        catalog.build(
            model,
            defaults ->
                options
                    .apply(trained == null ? defaults : trained.withAuxiliary(false))
                    .withInput(shape)
                    .withClasses(classes));
    Set<String> frozen = start == null ? Set.of() : new Backbone(architecture).upTo(freeze);
    Recipe chosen = changes.apply(recipe(architecture, images));
    chosen.requireFit(architecture, images.train(), frozen); // Before there is a folder.
    Precision numbers = precision == null ? Precision.named("auto", device) : precision;
    return new RunSettings(
        model,
        architecture.options(),
        data,
        limitTrain,
        limitTest,
        chosen,
        initialization,
        seed,
        device,
        numbers,
        threads,
        start == null ? null : start.withFreeze(freeze),
        PicturePlace.isOne(data) ? folder : null);
  }

  /** Refuses what would be ignored. */
  private void requireUsed() {
    boolean ownRecipe = recipe != null || recipeName != null;
    if (start == null && (backboneRate != null || !freeze.equals(Backbone.NONE))) {
      throw new IllegalArgumentException(
          "freeze and backboneRate require Training.from: only pretrained weights have a backbone");
    }
    if (backboneRate != null && ownRecipe) {
      throw new IllegalArgumentException(
          "backboneRate and recipe are mutually exclusive: set the optimizer in the recipe");
    }
    if (input != null && (given != null || !PicturePlace.isOne(data))) {
      throw new IllegalArgumentException(
          "input requires a folder of pictures: the images of " + data + " have a fixed shape");
    }
  }

  private Recipe recipe(Architecture architecture, Split images) {
    if (recipe != null) {
      return recipe;
    }
    if (recipeName == null && start != null) {
      return Recipes.fineTuning(
          images.train(), backboneRate == null ? BACKBONE_RATE : backboneRate);
    }
    return recipes.named(
        recipeName != null ? recipeName : usualRecipe(images), architecture, images.train());
  }

  private String usualRecipe(Split images) {
    return PicturePlace.isOne(data) ? Recipes.forPhotographs(images.train().size()) : "fast";
  }
}
