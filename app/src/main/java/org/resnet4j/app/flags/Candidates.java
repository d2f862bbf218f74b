package org.resnet4j.app.flags;

import java.util.Iterator;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.resnet4j.arch.Catalog;
import org.resnet4j.data.named.DataSets;
import org.resnet4j.data.named.PicturePlace;
import org.resnet4j.model.Model;
import org.resnet4j.study.Experiment;
import org.resnet4j.study.experiments.Experiments;
import org.resnet4j.text.Names;
import org.resnet4j.train.recipe.Recipes;

/** Completion candidates of flags and arguments, computed on demand. */
public abstract class Candidates implements Iterable<String> {
  private final Supplier<List<String>> names;

  private Candidates(Supplier<List<String>> names) {
    this.names = names;
  }

  @Override
  public Iterator<String> iterator() {
    return names.get().iterator();
  }

  /** Networks of the catalog. */
  public static final class Networks extends Candidates {
    Networks() {
      super(
          () ->
              Catalog.standard().names().stream()
                  .map(name -> name.replace(Names.DEPTH, ""))
                  .toList());
    }
  }

  /** Data sets. */
  public static final class Data extends Candidates {
    Data() {
      super(
          () ->
              Stream.concat(DataSets.standard().names().stream(), PicturePlace.prefixes().stream())
                  .toList());
    }
  }

  /** Weights that have a name. */
  public static final class Weights extends Candidates {
    Weights() {
      super(Model::names);
    }
  }

  /** Recipes. */
  public static final class RecipeNames extends Candidates {
    RecipeNames() {
      super(Recipes.standard()::names);
    }
  }

  /** Experiments of a study. */
  public static final class Studies extends Candidates {
    Studies() {
      super(
          () ->
              Stream.concat(
                      Stream.of("list", "all"), Experiments.all().stream().map(Experiment::name))
                  .toList());
    }
  }
}
