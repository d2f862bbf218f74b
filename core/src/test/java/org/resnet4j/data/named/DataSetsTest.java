package org.resnet4j.data.named;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.resnet4j.data.DataException;
import org.resnet4j.data.Dataset;
import org.resnet4j.data.Split;
import org.resnet4j.data.pictures.PictureOptions;
import org.resnet4j.image.Image;
import org.resnet4j.io.download.Remote;

class DataSetsTest {
  @Test
  void anUnknownNameListsTheKnown() {
    assertThatThrownBy(() -> DataSets.standard().open("cifar11", null))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "there is no data set 'cifar11': choose one of fashion-mnist-mini, fashion-mnist,"
                + " cifar10, cifar100, folder:DIR, shards:DIR or list:FILE; did you mean cifar10 or cifar100?");
  }

  @Test
  void missingFilesSayHowToGetThem(@TempDir Path empty) {
    for (String name : List.of("fashion-mnist", "cifar10", "cifar100")) {
      assertThatThrownBy(() -> DataSets.standard().open(name, empty))
          .isInstanceOf(DataException.class)
          .hasMessageContainingAll(empty.toString(), name + " needs its files");
    }
  }

  @Test
  void whatCanBeFetchedHasAnAddressAndAChecksum() {
    assertThat(DataSets.standard().files("fashion-mnist-mini")).isEmpty();
    assertThat(DataSets.standard().files("fashion-mnist")).hasSize(4);
    assertThat(DataSets.standard().files("cifar10"))
        .singleElement()
        .extracting(Remote::file)
        .asString()
        .isEqualTo("cifar-10-binary.tar.gz");
    assertThat(DataSets.standard().files("cifar100")).hasSize(1);
  }

  @Test
  void aProgramAddsADataSetThatReadsItsOwnFiles(@TempDir Path folder) throws Exception {
    Split images = DataSets.standard().open("fashion-mnist-mini", null).limit(20, 10);
    Files.createDirectories(folder.resolve("shoes"));
    DataSets.Entry entry =
        DataSets.entry(
            new DataSets.Size("shoes", 10, 20, 10, images.train().shape()),
            images.train().classes(),
            at -> {
              assertThat(at.file("shoes.bin")).isEqualTo(folder.resolve("shoes/shoes.bin"));
              return images;
            });
    DataSets sets = DataSets.standard().with(entry);
    assertThat(sets.names()).endsWith("shoes");
    assertThat(DataSets.standard().names()).doesNotContain("shoes");
    assertThatThrownBy(() -> sets.open("shoes", folder))
        .isInstanceOf(DataException.class)
        .hasMessageContainingAll("shoes needs its files", folder.toString());
    Files.writeString(folder.resolve("shoes/shoes.bin"), "x");
    assertThat(sets.open("shoes", folder)).isSameAs(images);
    assertThat(sets.openTest("shoes", folder, PictureOptions.DEFAULT)).isSameAs(images.test());
    assertThat(sets.size("shoes").train()).isEqualTo(20);
    assertThat(sets.classes("shoes")).hasSize(10);
    assertThatThrownBy(() -> sets.with(entry)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void limitsBothParts() {
    Split split = DataSets.standard().open("fashion-mnist-mini", null).limit(100, 30);
    assertThat(split.train().size()).isEqualTo(100);
    assertThat(split.test().size()).isEqualTo(30);
  }

  @Test
  void theTestPartIsTheSameAlone() {
    Dataset both = DataSets.standard().open("fashion-mnist-mini", null).test();
    Dataset alone =
        DataSets.standard().openTest("fashion-mnist-mini", null, PictureOptions.DEFAULT);
    assertThat(alone.name()).isEqualTo(both.name());
    assertThat(alone.size()).isEqualTo(2_000).isEqualTo(both.size());
    Image one = new Image();
    Image other = new Image();
    both.image(1_999, one);
    alone.image(1_999, other);
    assertThat(other.pixels()).isEqualTo(one.pixels());
    assertThat(alone.label(1_999)).isEqualTo(both.label(1_999));
  }

  @Test
  void theTestPartNeedsNoTrainingFiles(@TempDir Path root) throws Exception {
    byte[] records = new byte[10_000 * (1 + 3 * 32 * 32)];
    records[records.length - 3 * 32 * 32 - 1] = 9;
    Files.write(root.resolve("test_batch.bin"), records);
    Dataset test = DataSets.standard().openTest("cifar10", root, PictureOptions.DEFAULT);
    assertThat(test.size()).isEqualTo(10_000);
    assertThat(test.label(9_999)).isEqualTo(9);
    assertThatThrownBy(() -> DataSets.standard().open("cifar10", root))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("data_batch_1.bin");
  }
}
