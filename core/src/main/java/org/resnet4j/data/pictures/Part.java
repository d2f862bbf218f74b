package org.resnet4j.data.pictures;

import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The purpose of a picture. */
public enum Part {
  /** To learn from. */
  TRAIN("training", "train(ing)?"),
  /** To choose on. */
  VALIDATION("validation", "val(id(ation)?)?"),
  /** To measure on. */
  TEST("test", "test(ing)?");

  private final String title;
  private final Pattern names;

  Part(String title, String names) {
    this.title = title;
    this.names = Pattern.compile(names);
  }

  /** The word for it. */
  public String title() {
    return title;
  }

  /** The part that a folder of that name holds, in either case; null if its name says nothing. */
  public static @Nullable Part named(String folder) {
    String name = folder.toLowerCase(Locale.ROOT);
    for (Part part : values()) {
      if (part.names.matcher(name).matches()) {
        return part;
      }
    }
    return null;
  }
}
