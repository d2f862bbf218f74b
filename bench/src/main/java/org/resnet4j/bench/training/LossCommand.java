package org.resnet4j.bench.training;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.resnet4j.arch.Architecture;
import org.resnet4j.arch.Catalog;
import org.resnet4j.bench.rival.Referee;
import org.resnet4j.bench.rival.Results;
import org.resnet4j.bench.rival.Spread;
import org.resnet4j.compiled.gradient.CompiledDifferentiation;
import org.resnet4j.compiled.gradient.Differentiation;
import org.resnet4j.compiled.gradient.LayerwiseDifferentiation;
import org.resnet4j.data.Augmentation;
import org.resnet4j.data.Batch;
import org.resnet4j.data.Dataset;
import org.resnet4j.data.Loader;
import org.resnet4j.data.Normalisation;
import org.resnet4j.data.named.DataSets;
import org.resnet4j.torch.Device;
import org.resnet4j.torch.Initialization;
import org.resnet4j.torch.Network;
import org.resnet4j.torch.Precision;
import org.resnet4j.torch.TensorMap;
import org.resnet4j.torch.Torch;
import org.resnet4j.torch.Workers;
import org.resnet4j.train.recipe.Loss;
import org.resnet4j.train.recipe.Recipe;
import org.resnet4j.train.recipe.Recipes;
import org.resnet4j.train.step.TrainingStep;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Trains from the same start on the same batches, with steps that are compiled and not. */
@Command(
    name = "loss",
    mixinStandardHelpOptions = true,
    description = "Compare the curves of loss of compiled steps and of steps layer by layer.")
public final class LossCommand implements Callable<Integer> {
  /** The number of steps averaged into a point of a curve. */
  private static final int POINT = 50;

  @Option(
      names = "--model",
      defaultValue = "resnet20",
      description = "A network of the catalog (${DEFAULT-VALUE}).")
  private String model = "";

  @Option(
      names = "--data",
      defaultValue = "fashion-mnist-mini",
      description = "A data set as of resnet train (${DEFAULT-VALUE}).")
  private String data = "";

  @Option(names = "--data-dir", description = "Its location.")
  private @Nullable Path dataDir;

  @Option(names = "--steps", defaultValue = "500", description = "Steps (${DEFAULT-VALUE}).")
  private int steps;

  @Option(
      names = "--seeds",
      defaultValue = "3",
      description = "How many starts, with batches of their own (${DEFAULT-VALUE}).")
  private int seeds;

  @Option(names = "--precision", defaultValue = "auto", description = "auto, fp32 or bf16.")
  private String precision = "";

  @Option(names = "--json", paramLabel = "FILE", description = "Write all losses to a file.")
  private @Nullable Path json;

  @Spec private CommandSpec spec;

  /** The losses of each step, one curve for every start. */
  private record Curves(List<double[]> compiled, List<double[]> layers) {}

  @Override
  public Integer call() throws IOException {
    Referee referee = new Referee(spec);
    if (steps < POINT) {
      throw referee.wrong("--steps: expected at least " + POINT + ", got " + steps);
    }
    referee.requireAtLeastOne("--seeds", seeds);
    referee.requireFolderFor("--json", json);
    Dataset images = DataSets.standard().open(data, dataDir).train();
    Architecture network =
        Catalog.standard()
            .build(
                model,
                options -> options.withInput(images.shape()).withClasses(images.classes().size()));
    Curves curves = new Curves(new ArrayList<>(), new ArrayList<>());
    for (int seed = 0; seed < seeds; seed++) {
      curves.compiled().add(train(network, images, seed, CompiledDifferentiation::new));
      curves.layers().add(train(network, images, seed, LayerwiseDifferentiation::new));
      referee.progress("start " + (seed + 1) + " of " + seeds);
    }
    referee.table(table(curves));
    if (json != null) {
      Map<String, Object> numbers = new LinkedHashMap<>();
      numbers.put("processor", Torch.processor());
      numbers.put("model", model);
      numbers.put("data", data);
      numbers.put("losses", curves);
      Results.write(json, numbers);
    }
    return 0;
  }

  /** The loss of each step. */
  private double[] train(
      Architecture architecture,
      Dataset images,
      int seed,
      Function<Network, Differentiation> differentiation) {
    Recipe recipe = Recipes.standard().named("paper", architecture, images);
    Normalisation normalisation = Normalisation.of(images);
    double[] losses = new double[steps];
    try (Network network =
            Network.create(
                architecture,
                Initialization.DEFAULT,
                seed,
                Device.CPU,
                Precision.named(precision, Device.CPU));
        TensorMap momenta = recipe.optimizer().momenta(network);
        Workers workers = new Workers(Device.CPU, Torch.physicalCores(), recipe.shards());
        TrainingStep step =
            new TrainingStep(
                network,
                momenta,
                recipe,
                Loss.of(recipe, images),
                workers,
                differentiation.apply(network))) {
      int done = 0;
      for (int epoch = 0; done < steps; epoch++) {
        try (Loader loader =
            Loader.training(
                images, Augmentation.PAPER, normalisation, recipe.batchSize(), seed, epoch, 0)) {
          for (Batch batch = loader.next(); batch != null && done < steps; batch = loader.next()) {
            double factor = recipe.schedule().factor(done, steps);
            losses[done] = step.run(batch, factor, seed).meanLoss();
            done++;
          }
        }
      }
    }
    return losses;
  }

  private String table(Curves curves) {
    StringBuilder text = new StringBuilder();
    Results.line(
        text,
        "%s on %s, %d steps, %d starts; mean loss of %d steps: over the starts (min - max)",
        model,
        data,
        steps,
        seeds,
        POINT);
    Results.line(
        text, "%10s %26s %26s %22s", "steps", "compiled", "layer by layer", "difference, largest");
    for (int point = 0; point < steps / POINT; point++) {
      int from = point * POINT;
      List<Double> compiled = means(curves.compiled(), from);
      List<Double> layers = means(curves.layers(), from);
      double largest =
          IntStream.range(0, seeds)
              .mapToDouble(i -> Math.abs(compiled.get(i) - layers.get(i)))
              .max()
              .orElse(0);
      Results.line(
          text,
          "%4d - %3d %26s %26s %22.4f",
          from + 1,
          from + POINT,
          cell(compiled),
          cell(layers),
          largest);
    }
    return text.toString();
  }

  private static List<Double> means(List<double[]> losses, int from) {
    return losses.stream()
        .map(curve -> IntStream.range(from, from + POINT).mapToDouble(i -> curve[i]).average())
        .map(mean -> mean.orElse(0))
        .toList();
  }

  private static String cell(List<Double> values) {
    double mean = values.stream().mapToDouble(Double::doubleValue).average().orElse(0);
    Spread spread = Spread.of(values);
    return String.format(Locale.ROOT, "%.4f (%.4f - %.4f)", mean, spread.min(), spread.max());
  }
}
