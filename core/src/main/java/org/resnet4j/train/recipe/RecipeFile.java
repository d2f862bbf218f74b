package org.resnet4j.train.recipe;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.resnet4j.io.FormatException;
import org.resnet4j.io.Json;
import org.resnet4j.io.JsonEdit;

/** Recipes as JSON: shown, read back, and changed value by value. */
public final class RecipeFile {
  private RecipeFile() {}

  /** A recipe as text that {@link #read} takes back. */
  public static String text(Recipe recipe) {
    return Json.pretty(recipe);
  }

  /**
   * Reads a recipe.
   *
   * @throws FormatException if the file is not a complete recipe; it names the field
   * @throws IOException if it cannot be read
   */
  public static Recipe read(Path file) throws IOException {
    return Json.read(file, Recipe.class);
  }

  /**
   * A recipe with some values changed.
   *
   * @param assignments such as {@code optimizer.rate=0.2} or {@code
   *     phases.0.augmentation.cutout=8}: a path of names and, in lists, of indices from 0; a value
   *     in JSON, where words need no quotes
   * @throws IllegalArgumentException if there is no such value, or the recipe refuses it
   */
  public static Recipe with(Recipe recipe, List<String> assignments) {
    try {
      return JsonEdit.with(recipe, Recipe.class, assignments);
    } catch (FormatException e) {
      throw new IllegalArgumentException(
          String.join(" ", assignments)
              + ": "
              + e.reason()
              + "; 'resnet recipe show' prints all values",
          e);
    }
  }
}
