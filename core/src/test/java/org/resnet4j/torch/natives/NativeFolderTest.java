package org.resnet4j.torch.natives;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Small jars stand for those of the natives. */
class NativeFolderTest {
  private static final String PROPERTY = "resnet4j." + NativeFolder.NAME;

  @TempDir Path temp;
  @TempDir Path jars;

  @AfterEach
  void forget() {
    System.clearProperty(PROPERTY);
  }

  @Test
  void hasEveryFileWhole() throws IOException {
    Path folder = NativeFolder.in(temp.resolve("some/where"), libraries("a", 1));
    assertThat(names(folder)).containsExactly("liba.so", "libb.so.1");
    assertThat(Files.readString(folder.resolve("liba.so"))).isEqualTo("a");
    assertThat(names(folder.resolveSibling("")))
        .containsExactly(".lock", folder.getFileName().toString());
  }

  @Test
  void isNamedByContentAndNotByTheTimesOfFilesOrTheJar() throws IOException {
    Path folder = NativeFolder.in(temp, libraries("a", 1));
    assertThat(NativeFolder.in(temp, libraries("a", 2_000_000_000_000L))).isEqualTo(folder);
    assertThat(NativeFolder.in(temp, libraries("A", 1))).isNotEqualTo(folder);
    assertThat(Files.readString(folder.resolve("liba.so"))).isEqualTo("a");
  }

  @Test
  void isNotTouchedAgain() throws IOException {
    NativeFiles files = libraries("a", 1);
    Path folder = NativeFolder.in(temp, files);
    Map<String, Object> before = facts();
    assertThat(NativeFolder.in(temp, files)).isEqualTo(folder);
    assertThat(facts()).isEqualTo(before);
  }

  @Test
  void isUnpackedByOneOfManyWhoWait() throws Exception {
    NativeFiles files = libraries("a".repeat(1 << 20), 1);
    ExecutorService threads = Executors.newFixedThreadPool(16);
    try {
      Callable<Object> key =
          () -> Files.readAttributes(NativeFolder.in(temp, files), "unix:ino").get("ino");
      List<Future<Object>> all =
          threads.invokeAll(IntStream.range(0, 16).mapToObj(i -> key).toList());
      Object first = all.get(0).get();
      for (Future<Object> one : all) {
        assertThat(one.get()).isEqualTo(first);
      }
    } finally {
      threads.shutdown();
    }
    assertThat(names(temp)).hasSize(2); // The lock and the folder.
  }

  @Test
  void whatAKilledProcessLeftIsUnpackedAgain() throws IOException {
    NativeFiles files = libraries("a", 1);
    Path left = Files.createDirectory(temp.resolve("." + files.fingerprint() + ".tmp"));
    Files.writeString(left.resolve("liba.so"), "half");
    Path folder = NativeFolder.in(temp, files);
    assertThat(Files.readString(folder.resolve("liba.so"))).isEqualTo("a");
    assertThat(left).doesNotExist();
  }

  @Test
  void aDamagedJarLeavesNothing() throws IOException {
    Path jar = jar("aaaaaaaa", 1);
    byte[] bytes = Files.readAllBytes(jar);
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    bytes[text.indexOf("aaaaaaaa")] = 'b'; // Stored, so that it is found as it is.
    Files.write(jar, bytes);
    NativeFiles files = in(jar);
    assertThatThrownBy(() -> NativeFolder.in(temp.resolve("root"), files))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("damaged at natives/liba.so");
    assertThat(names(temp.resolve("root"))).containsExactly(".lock");
  }

  @Test
  void aFileThatWasChangedIsNamed() throws IOException {
    System.setProperty(PROPERTY, temp.toString());
    NativeFiles files = libraries("a", 1);
    Path file = NativeFolder.of(files).resolve("liba.so");
    Files.writeString(file, "more", StandardOpenOption.APPEND);
    assertThatThrownBy(() -> NativeFolder.of(files))
        .hasMessage(file + " was removed or changed: delete its folder when no process uses it");
    Files.delete(file);
    assertThatThrownBy(() -> NativeFolder.of(files)).hasMessageStartingWith(file + " was removed");
  }

  @Test
  void aChosenFolderThatCannotBeMadeIsNamedWithWhatToSet() throws IOException {
    Path file = Files.createFile(temp.resolve("file"));
    System.setProperty(PROPERTY, file.resolve("inside").toString());
    NativeFiles files = libraries("a", 1);
    assertThatThrownBy(() -> NativeFolder.of(files))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("cannot unpack the native libraries (0 MB) into " + file)
        .hasMessageEndingWith(
            "set RESNET4J_NATIVES or -Dresnet4j.natives to a writable folder with free space");
  }

  @Test
  void withoutAHomeItIsAFolderOfThisUserAlone() throws IOException {
    assumeTrue(System.getProperty("os.name").equals("Linux"));
    Path folder = withTemporary(temp, () -> NativeFolder.temporary()).getParent();
    assertThat(folder).isEqualTo(temp.resolve("resnet4j-" + System.getProperty("user.name")));
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder)))
        .isEqualTo("rwx------");
  }

  @Test
  void aTemporaryFolderThatOthersMayChangeIsRefused() throws IOException {
    assumeTrue(System.getProperty("os.name").equals("Linux"));
    Path folder = temp.resolve("resnet4j-" + System.getProperty("user.name"));
    Files.createDirectory(folder);
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
    assertThatThrownBy(() -> withTemporary(temp, () -> NativeFolder.temporary()))
        .hasMessageContaining("is not this user's alone");
    Files.delete(folder);
    Files.createSymbolicLink(folder, Files.createDirectory(temp.resolve("elsewhere")));
    assertThatThrownBy(() -> withTemporary(temp, () -> NativeFolder.temporary()))
        .hasMessageContaining("is not this user's alone");
  }

  private static Path withTemporary(Path folder, Callable<Path> work) {
    String before = System.setProperty("java.io.tmpdir", folder.toString());
    try {
      return work.call();
    } catch (Exception e) {
      throw new IllegalStateException(e.getMessage(), e);
    } finally {
      System.setProperty("java.io.tmpdir", before);
    }
  }

  private NativeFiles libraries(String content, long time) throws IOException {
    return in(jar(content, time));
  }

  private static NativeFiles in(Path jar) throws IOException {
    return NativeFiles.around(
        List.of(URI.create("jar:" + jar.toUri() + "!/natives/liba.so").toURL()));
  }

  private Path jar(String content, long time) throws IOException {
    Path jar = jars.resolve(UUID.randomUUID() + ".jar"); // Java remembers jars by their names.
    try (OutputStream out = Files.newOutputStream(jar);
        ZipOutputStream zip = new ZipOutputStream(out)) {
      zip.setLevel(0);
      put(zip, "natives/include/a.h", "no library", time);
      put(zip, "natives/liba.so", content, time);
      put(zip, "natives/libb.so.1", "b", time);
    }
    return jar;
  }

  private static void put(ZipOutputStream zip, String name, String content, long time)
      throws IOException {
    ZipEntry entry = new ZipEntry(name);
    entry.setTime(time);
    zip.putNextEntry(entry);
    zip.write(content.getBytes(StandardCharsets.UTF_8));
    zip.closeEntry();
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  /** When what lies here was last changed in any way. */
  private Map<String, Object> facts() throws IOException {
    Map<String, Object> facts = new TreeMap<>();
    try (Stream<Path> files = Files.walk(temp)) {
      for (Path file : files.sorted(Comparator.naturalOrder()).toList()) {
        facts.put(file.toString(), (FileTime) Files.getAttribute(file, "unix:ctime"));
      }
    }
    return facts;
  }
}
