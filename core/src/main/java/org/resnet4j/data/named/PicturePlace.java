package org.resnet4j.data.named;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.resnet4j.data.DataException;
import org.resnet4j.data.folder.PictureFolder;
import org.resnet4j.data.folder.PictureList;
import org.resnet4j.data.pictures.PictureSet;
import org.resnet4j.data.shards.ShardFolder;
import org.resnet4j.text.Names;

/**
 * A kind of place that holds a user's pictures, which have no fixed size; it is named by a prefix
 * and a location, for example {@code folder:photos}.
 *
 * @param prefix with its colon
 * @param location what follows, for messages
 * @param reader opens a place without reading pictures
 */
public record PicturePlace(String prefix, String location, Function<String, PictureSet> reader) {
  private static final List<PicturePlace> ALL =
      List.of(
          new PicturePlace("folder:", "DIR", at -> PictureFolder.of(Path.of(at))),
          new PicturePlace("shards:", "DIR", ShardFolder::of),
          new PicturePlace("list:", "FILE", PictureList::of));

  /** All prefixes. */
  public static List<String> prefixes() {
    return ALL.stream().map(PicturePlace::prefix).toList();
  }

  /** All kinds for a message: {@code folder:DIR, shards:DIR or list:FILE}. */
  public static String forms() {
    return Names.choice(ALL.stream().map(kind -> kind.prefix + kind.location).toList());
  }

  private static Optional<PicturePlace> of(String spec) {
    return ALL.stream().filter(kind -> spec.startsWith(kind.prefix)).findFirst();
  }

  /** Whether a spec is a place of pictures, rather than the name of a data set. */
  public static boolean isOne(String spec) {
    return of(spec).isPresent();
  }

  /**
   * Lists the pictures of a place without reading them.
   *
   * @throws IllegalArgumentException if the spec does not name a place
   * @throws DataException if there is none, or it cannot be understood
   */
  public static PictureSet open(String spec) {
    PicturePlace kind = of(spec).orElse(null);
    String location = kind == null ? "" : spec.substring(kind.prefix.length());
    if (kind == null || location.isBlank()) {
      throw new IllegalArgumentException(
          "expected "
              + forms()
              + ", got '"
              + spec
              + "': name the folder, or folder:. for this one");
    }
    try {
      return kind.reader.apply(location);
    } catch (InvalidPathException e) {
      throw new DataException(
          "Java cannot represent the name of the folder "
              + location
              + " in the system's locale ("
              + e.getReason()
              + "): start it with LC_ALL=C.UTF-8 or another locale of UTF-8",
          e);
    }
  }
}
