package org.resnet4j.data.folder;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.resnet4j.data.pictures.LeftOut;

/**
 * Finds the pictures below a folder, by their names. Links to files and folders are followed; a
 * folder is read only once, under any name, so links cannot lead in circles.
 */
public final class PictureWalk {
  private final FolderListings listings;
  private final List<Path> pictures = new ArrayList<>();
  private final List<Unreadable> unreadable = new ArrayList<>();
  private final Set<Object> seen = new HashSet<>();
  private LeftOut leftOut = LeftOut.NONE;

  /**
   * A folder that could not be listed.
   *
   * @param reason human-readable, to follow its name and a colon
   */
  public record Unreadable(Path folder, String reason) {
    static Unreadable of(Path folder, IOException e) {
      String reason;
      if (e instanceof AccessDeniedException) {
        reason = "no permission to read this folder";
      } else if (e instanceof NoSuchFileException || e instanceof NotDirectoryException) {
        reason = "it does not exist or is not a folder";
      } else {
        reason = "this folder cannot be read (" + e.getMessage() + ")";
      }
      return new Unreadable(folder, reason);
    }
  }

  private PictureWalk(Path folder, List<Path> above, FolderListings listings) {
    this.listings = listings;
    above.forEach(this::isNew);
    isNew(folder);
    read(folder);
    pictures.sort(null);
  }

  /** All pictures in a folder and its subfolders. */
  public static PictureWalk under(Path folder) {
    return new PictureWalk(folder, List.of(), FolderListings.fresh());
  }

  /** As above; links back to its parents are not followed. */
  static PictureWalk under(Path folder, List<Path> above, FolderListings listings) {
    return new PictureWalk(folder, above, listings);
  }

  /** The pictures that were found, sorted by path. */
  public List<Path> pictures() {
    return List.copyOf(pictures);
  }

  /** The skipped files, with the reasons. */
  public LeftOut leftOut() {
    return leftOut;
  }

  /** The folders that could not be listed; the walk continued without them. */
  public List<Unreadable> unreadable() {
    return List.copyOf(unreadable);
  }

  private void read(Path folder) {
    FolderEntries entries;
    try {
      entries = listings.list(folder);
    } catch (IOException e) {
      unreadable.add(Unreadable.of(folder, e));
      return;
    }
    pictures.addAll(entries.pictures());
    leftOut = leftOut.plus(entries.leftOut());
    for (Path inside : entries.folders()) {
      if (isNew(inside)) {
        read(inside);
      } else {
        leftOut = leftOut.plus(1, LeftOut.AGAIN);
      }
    }
  }

  /** Whether a folder was not seen before. */
  private boolean isNew(Path folder) {
    Object identity = identity(folder);
    return identity == null || seen.add(identity);
  }

  /** Device and inode of the folder, or its real path where the system has none. */
  private static @Nullable Object identity(Path folder) {
    try {
      Object key = Files.readAttributes(folder, BasicFileAttributes.class).fileKey();
      return key == null ? folder.toRealPath() : key;
    } catch (IOException e) {
      return null; // Listing it will fail for the same reason, with a message.
    }
  }
}
