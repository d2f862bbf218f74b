package org.resnet4j.train.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.resnet4j.train.ChildJvm;
import org.resnet4j.train.TinyRun;
import org.resnet4j.train.Trainer;

class RunFolderTest {
  private static final int FOLDERS = 200;

  /** Begins runs in many folders, each at the same moment as another process does. */
  static final class Beginner {
    private Beginner() {}

    /** With the folder of all, the own seed and the seed of the other. */
    public static void main(String[] arguments) throws IOException {
      Path all = Path.of(arguments[0]);
      TinyRun run = TinyRun.fast(TinyRun.images(20, 10));
      RunSettings settings = run.withThreads(Integer.parseInt(arguments[1])).settings();
      RunRecord record = RunRecord.now(settings, null, List.of("test"));
      for (int i = 0; i < FOLDERS; i++) {
        Files.createFile(all.resolve("ready-" + arguments[1] + "-" + i));
        while (!Files.exists(all.resolve("ready-" + arguments[2] + "-" + i))) {
          Thread.onSpinWait();
        }
        try {
          RunFolder.create(all.resolve("run-" + i), record);
          System.out.println(i);
        } catch (FileAlreadyExistsException e) {
          // The other was first.
        }
      }
    }
  }

  /** Threads stand for what the two runs do differently. */
  @Test
  void ofTwoProcessesThatBeginARunInOneFolderOneDoes(@TempDir Path all) throws Exception {
    List<Process> processes =
        List.of(
            ChildJvm.start(List.of(), Beginner.class, all.toString(), "1", "2"),
            ChildJvm.start(List.of(), Beginner.class, all.toString(), "2", "1"));
    List<String> began = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      String said =
          new String(processes.get(i).getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(processes.get(i).waitFor()).isZero();
      for (String folder : said.lines().toList()) {
        began.add(folder);
        assertThat(RunFolder.open(all.resolve("run-" + folder)).record().settings().threads())
            .as("who was told that the folder is his finds his settings in it")
            .isEqualTo(i + 1);
      }
    }
    assertThat(began).hasSize(FOLDERS).doesNotHaveDuplicates();
  }

  @Test
  void whoComesSecondIsToldWhetherTheFirstIsStillAtWork(@TempDir Path folder) throws Exception {
    TinyRun run = TinyRun.fast(TinyRun.images(128, 10));
    RunFolder begun = run.create(folder.resolve("run"));
    try (Trainer trainer = run.trainer(begun)) {
      assertThat(trainer.step()).isZero();
      assertThatThrownBy(() -> run.create(folder.resolve("run")))
          .isInstanceOf(FileAlreadyExistsException.class)
          .hasMessageContaining("another process is using it");
    }
    assertThatThrownBy(() -> run.create(folder.resolve("run")))
        .isInstanceOf(FileAlreadyExistsException.class)
        .hasMessageContaining("resume it");
  }

  @Test
  void logsOfEarlierVersionsAreRead(@TempDir Path folder) throws Exception {
    TinyRun run = TinyRun.fast(TinyRun.images(20, 10));
    RunFolder begun = run.create(folder.resolve("run"));
    Files.writeString(
        folder.resolve("run/log.jsonl"),
        "{\"epoch\":1,\"step\":20,\"rate\":0.5,\"size\":28,\"trainLoss\":1.0,\"trainTop1\":0.6,"
            + "\"testLoss\":0.8,\"testTop1\":0.7,\"testTop5\":null,\"seconds\":1.0,"
            + "\"evaluationSeconds\":0.1,\"imagesPerSecond\":100.0,\"waiting\":0.0,"
            + "\"residentMegabytes\":300}\n");
    EpochResult epoch = begun.history().get(0);
    assertThat(epoch.validationLoss()).isEqualTo(0.8);
    assertThat(epoch.validationTop1()).isEqualTo(0.7);
    assertThat(epoch.validationTop5()).isNull();
  }
}
