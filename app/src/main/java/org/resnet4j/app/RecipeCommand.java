package org.resnet4j.app;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.resnet4j.app.flags.Candidates;
import org.resnet4j.app.flags.NetworkFlags;
import org.resnet4j.app.terminal.Answer;
import org.resnet4j.arch.Architecture;
import org.resnet4j.arch.Catalog;
import org.resnet4j.data.Dataset;
import org.resnet4j.image.Image;
import org.resnet4j.layer.Shape;
import org.resnet4j.train.recipe.Recipe;
import org.resnet4j.train.recipe.RecipeFile;
import org.resnet4j.train.recipe.Recipes;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code resnet recipe}: lists the recipes, and shows one with all of its values. */
@Command(
    name = "recipe",
    mixinStandardHelpOptions = true,
    description = "List the recipes, or show one with all of its values.",
    subcommands = {RecipeCommand.Show.class},
    footer = {
      "%nExamples:",
      "  resnet recipe",
      "  resnet recipe show imagenet-90 > my.json",
      "  resnet train --recipe my.json --set optimizer.rate=0.2 --data folder:DIR"
    })
final class RecipeCommand implements Callable<Integer> {
  @Mixin private Answer answer = new Answer();

  @Override
  public Integer call() {
    List<String> names = Recipes.standard().names();
    answer.give(Map.of("recipes", names), () -> String.join("\n", names));
    return 0;
  }

  /** {@code resnet recipe show}. */
  @Command(
      name = "show",
      mixinStandardHelpOptions = true,
      description = {
        "Print a recipe as JSON, which 'train --recipe FILE' takes.",
        "Some values depend on the network, the size of its input and the number of images."
      })
  static final class Show implements Callable<Integer> {
    private static final String IMAGENET_MODEL = "resnet50";
    private static final String SMALL_MODEL = "resnet20";
    private static final int IMAGENET_IMAGES = 1_281_167;
    private static final int SMALL_IMAGES = 50_000;

    @Parameters(
        paramLabel = "RECIPE",
        completionCandidates = Candidates.RecipeNames.class,
        description = "The recipe's name.")
    private String recipe = "";

    @Option(
        names = "--model",
        paramLabel = "MODEL",
        completionCandidates = Candidates.Networks.class,
        description = "The network (default: resnet20; resnet50 for recipes for ImageNet).")
    private @Nullable String model;

    @Option(
        names = "--images",
        paramLabel = "N",
        description = "The number of training images (default: 50000; for ImageNet, 1281167).")
    private @Nullable Integer images;

    @Mixin private NetworkFlags network = new NetworkFlags();
    @Mixin private Answer answer = new Answer();

    @Override
    public Integer call() {
      boolean small = List.of("fast", "paper", "paper-deep").contains(recipe);
      String name = model != null ? model : small ? SMALL_MODEL : IMAGENET_MODEL;
      int size = images != null ? images : small ? SMALL_IMAGES : IMAGENET_IMAGES;
      if (size < 1) {
        throw new IllegalArgumentException("--images: expected at least 1, got " + size);
      }
      Architecture architecture = Catalog.standard().build(name, network::apply);
      Recipe shown =
          Recipes.standard().named(recipe, architecture, new Counted(architecture, size));
      answer.give(
          new LinkedHashMap<>(Map.of("recipe", shown)), () -> RecipeFile.text(shown).strip());
      return 0;
    }
  }

  /** A training set of which only shape and size are known. */
  private record Counted(Architecture network, int size) implements Dataset {
    @Override
    public String name() {
      return "a training set";
    }

    @Override
    public List<String> classes() {
      return IntStream.range(0, network.options().classes()).mapToObj(String::valueOf).toList();
    }

    @Override
    public Shape shape() {
      return network.options().input();
    }

    @Override
    public int label(int index) {
      return index % network.options().classes();
    }

    @Override
    public void image(int index, Image reuse) {
      throw new UnsupportedOperationException("there are no images");
    }
  }
}
