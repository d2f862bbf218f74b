package org.resnet4j.study;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.resnet4j.arch.Catalog;
import org.resnet4j.data.Split;
import org.resnet4j.torch.Network;
import org.resnet4j.train.Progress;
import org.resnet4j.train.Trainer;
import org.resnet4j.train.run.EpochResult;
import org.resnet4j.train.run.RunFolder;
import org.resnet4j.train.run.RunRecord;
import org.resnet4j.weights.SafeTensors;

class TrainedRunTest {
  @TempDir private Path folder;

  @Test
  void weightsAreKeptAfterPowersOfTwoAndTheLastEpoch() {
    Stream<Integer> kept =
        IntStream.rangeClosed(1, 11).filter(epoch -> TrainedRun.keeps(epoch, 11)).boxed();
    assertThat(kept).containsExactly(1, 2, 4, 8, 11);
  }

  @Test
  void aNetworkCanBeHadAsItWasAfterEachKeptEpoch() throws Exception {
    Split data = TinyStudy.data(64);
    StudySettings settings = TinyStudy.settings(1, 3);
    Catalog catalog = Catalog.standard();
    Subject subject = Subject.of("cifar-resnet8");
    Trainings trainings = new Trainings(settings, null, List.of(), catalog, data, folder);
    trainings.plan(subject);
    assertThat(trainings.train(List.of(subject), StudyProgress.SILENT, () -> false)).isTrue();

    TrainedRun run = trainings.finished(subject, 0);
    assertThat(run.keptEpochs()).containsExactly(0, 1, 2, 3);
    assertThat(
            run.keptEpochs().stream().map(epoch -> sha256(run, epoch, catalog)).distinct().count())
        .as("different weights")
        .isEqualTo(4);

    // As if the training, meant for longer, had diverged in its fourth epoch.
    Files.delete(run.folder().epoch(3));
    assertThat(run.keptEpochs()).containsExactly(0, 1, 2);
    try (Lab lab = new Lab(settings, catalog, data, trainings, what -> {});
        Network last = lab.network(subject, 0)) {
      assertThat(SafeTensors.sha256(last.state())).isEqualTo(sha256(run, 2, catalog));
    }
  }

  @Test
  void networksAreThoseOfTheTrainer() throws Exception {
    Split data = TinyStudy.data(64);
    Catalog catalog = Catalog.standard();
    Subject subject = Subject.of("cifar-resnet8");
    Trainings trainings =
        new Trainings(
            TinyStudy.settings(1, 2), null, List.of(), catalog, data, folder.resolve("runs"));
    trainings.train(List.of(subject), StudyProgress.SILENT, () -> false);
    TrainedRun run = trainings.finished(subject, 0);

    List<String> weights = new ArrayList<>();
    RunFolder again =
        RunFolder.create(
            folder.resolve("again"), RunRecord.now(run.settings(), null, List.of("again")));
    try (Trainer trainer = new Trainer(catalog, run.settings(), data, again)) {
      weights.add(trainer.weightsSha256());
      trainer.run(
          new Progress() {
            @Override
            public void epoch(EpochResult result, long totalSteps) {
              weights.add(trainer.weightsSha256());
            }
          },
          () -> false);
    }
    assertThat(weights).doesNotHaveDuplicates();
    assertThat(run.keptEpochs().stream().map(epoch -> sha256(run, epoch, catalog)).toList())
        .isEqualTo(weights);
  }

  private static String sha256(TrainedRun run, int epoch, Catalog catalog) {
    try (Network network = run.network(epoch, catalog)) {
      return SafeTensors.sha256(network.state());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
