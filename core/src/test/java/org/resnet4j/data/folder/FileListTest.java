package org.resnet4j.data.folder;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FileListTest {
  @Test
  void keepsEveryPathAndLabel() {
    FileList list = new FileList();
    List<Path> all = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      Path file = Path.of("a", "n" + i / 70, "picture \u00fc\u732b " + i * i + ".jpg");
      all.add(i % 3 == 0 ? file.toAbsolutePath() : file);
      list.add(all.get(i), i % 7);
    }
    assertThat(list.size()).isEqualTo(1_000);
    for (int i = 0; i < 1_000; i++) {
      assertThat(list.file(i)).contains(all.get(i));
      assertThat(list.place(i)).isEqualTo(all.get(i).toString());
      assertThat(list.label(i)).isEqualTo(i % 7);
      assertThat(list.run(i)).isEqualTo(-1);
    }
  }

  @Test
  void aFileWithoutAFolderIsOne() {
    FileList list = new FileList();
    list.add(Path.of("x.png"), 0);
    assertThat(list.file(0)).contains(Path.of("x.png"));
  }
}
