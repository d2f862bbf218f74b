package org.resnet4j.io;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CacheFolderTest {
  /** A kind of files that no environment has a variable for. */
  private static final String KIND = "testkind";

  private static final String CHOICE = "resnet4j." + KIND;

  private final String home = System.getProperty("user.home");

  @BeforeEach
  @AfterEach
  void restore() {
    System.setProperty("user.home", home);
    System.clearProperty(CHOICE);
  }

  @Test
  void isInTheHomeFolderUnlessSet(@TempDir Path other) {
    System.setProperty("user.home", other.toString());
    Path usual = other.resolve(".cache").resolve("resnet4j").resolve(KIND);
    assertThat(CacheFolder.chosen(KIND)).isEmpty();
    assertThat(CacheFolder.inHome(KIND)).contains(usual);
    assertThat(CacheFolder.named(KIND)).isEqualTo(usual);
    System.setProperty(CHOICE, " ");
    assertThat(CacheFolder.named(KIND)).isEqualTo(usual);
    System.setProperty(CHOICE, "here");
    assertThat(CacheFolder.named(KIND)).isEqualTo(Path.of("here").toAbsolutePath());
    assertThat(CacheFolder.chosen(KIND)).contains(Path.of("here").toAbsolutePath());
  }

  /** What Java calls the home of a user without an entry in the system's list of users. */
  @Test
  void aHomeThatIsNoAbsolutePathIsNotUsed() {
    for (String none : new String[] {"?", "", " ", "relative"}) {
      System.setProperty("user.home", none);
      // HOME takes its place, where it is set.
      String variable = System.getenv("HOME");
      boolean usable = variable != null && Path.of(variable).isAbsolute();
      assertThat(CacheFolder.inHome(KIND))
          .as(none)
          .isEqualTo(
              usable
                  ? Optional.of(Path.of(variable, ".cache", "resnet4j", KIND))
                  : Optional.empty());
    }
  }

  @Test
  void namesItsVariable() {
    assertThat(CacheFolder.variable("weights")).isEqualTo("RESNET4J_WEIGHTS");
  }
}
