package org.resnet4j.data.folder;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderListingsTest {
  private static final FileTime LONG_AGO = FileTime.from(Instant.parse("2020-01-01T00:00:00Z"));

  @TempDir private Path root;
  private Path folder;
  private Path cache;

  @BeforeEach
  void someFiles() throws IOException {
    folder = Files.createDirectory(root.resolve("pictures"));
    cache = root.resolve("cache/listing");
    for (String name :
        List.of("b.jpg", "a.png", "\u00fc.gif", "notes.txt", ".hidden.jpg", "c.tif")) {
      Files.createFile(folder.resolve(name));
    }
    Files.createDirectory(folder.resolve("more"));
    Files.createSymbolicLink(folder.resolve("gone.jpg"), root.resolve("nowhere"));
    Files.setLastModifiedTime(folder, LONG_AGO);
  }

  private FolderListings listings(int large) {
    return new FolderListings(cache, large);
  }

  private FolderEntries save() throws IOException {
    FolderListings first = listings(1);
    FolderEntries found = first.list(folder);
    first.save();
    return found;
  }

  @Test
  void aKnownFolderIsNotListedAgain() throws IOException {
    FolderEntries fresh = save();
    assertThat(fresh.pictures())
        .extracting(path -> path.getFileName().toString())
        .containsExactly("a.png", "b.jpg", "\u00fc.gif");
    assertThat(listings(1).list(folder)).isEqualTo(fresh);
    // Nobody looks: the file is new, the folder's time is not.
    Files.createFile(folder.resolve("new.jpg"));
    Files.setLastModifiedTime(folder, LONG_AGO);
    assertThat(listings(1).list(folder)).isEqualTo(fresh);
    assertThat(FolderListings.fresh().list(folder).pictures()).hasSize(4);
  }

  @Test
  void aChangedFolderIsListedAgain() throws IOException {
    save();
    Files.createFile(folder.resolve("new.jpg"));
    assertThat(listings(1).list(folder).pictures()).hasSize(4);
    Files.setLastModifiedTime(folder, FileTime.from(LONG_AGO.toInstant().plusNanos(1_000)));
    assertThat(listings(1).list(folder).pictures()).hasSize(4);
  }

  /** It may change again within the resolution of its time. */
  @Test
  void aFolderThatHasJustChangedIsNotRemembered() throws IOException {
    Files.setLastModifiedTime(folder, FileTime.from(Instant.now()));
    save();
    assertThat(cache).doesNotExist();
  }

  @Test
  void aSmallTreeIsNotWorthAFile() throws IOException {
    FolderListings few = listings(5);
    few.list(folder);
    few.save();
    assertThat(cache).doesNotExist();
    FolderListings enough = listings(4);
    enough.list(folder);
    enough.save();
    assertThat(cache).exists();
  }

  @Test
  void nothingNewIsNotWritten() throws IOException {
    save();
    Files.setLastModifiedTime(cache, LONG_AGO);
    FolderListings again = listings(1);
    again.list(folder);
    again.save();
    assertThat(Files.getLastModifiedTime(cache)).isEqualTo(LONG_AGO);
  }

  @Test
  void aDamagedFileIsNone() throws IOException {
    FolderEntries fresh = save();
    byte[] good = Files.readAllBytes(cache);
    for (int at = 0; at < good.length; at += 3) {
      byte[] bad = good.clone();
      bad[at] ^= 0x10;
      Files.write(cache, bad);
      assertThat(listings(1).list(folder)).as("byte %d", at).isEqualTo(fresh);
      Files.write(cache, java.util.Arrays.copyOf(good, at));
      assertThat(listings(1).list(folder)).as("%d bytes", at).isEqualTo(fresh);
    }
  }
}
