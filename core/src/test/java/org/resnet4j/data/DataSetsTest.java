package org.resnet4j.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataSetsTest {
  @Test
  void anUnknownNameListsTheKnown() {
    assertThatThrownBy(() -> DataSets.open("cifar11", null))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "no data set 'cifar11': choose one of fashion-mnist-mini, fashion-mnist, cifar10,"
                + " cifar100 or folder:DIR");
  }

  @Test
  void missingFilesSayHowToGetThem(@TempDir Path empty) {
    for (String name : List.of("fashion-mnist", "cifar10", "cifar100")) {
      assertThatThrownBy(() -> DataSets.open(name, empty))
          .isInstanceOf(DataException.class)
          .hasMessageContainingAll(empty.toString(), "resnet data fetch " + name);
    }
  }

  @Test
  void whatCanBeFetchedHasAnAddressAndAChecksum() {
    assertThat(DataSets.files("fashion-mnist-mini")).isEmpty();
    assertThat(DataSets.files("fashion-mnist")).hasSize(4);
    assertThat(DataSets.files("cifar10"))
        .singleElement()
        .extracting(Remote::file)
        .asString()
        .isEqualTo("cifar-10-binary.tar.gz");
    assertThat(DataSets.files("cifar100")).hasSize(1);
  }

  @Test
  void limitsBothParts() {
    Split split = DataSets.open("fashion-mnist-mini", null).limit(100, 30);
    assertThat(split.train().size()).isEqualTo(100);
    assertThat(split.test().size()).isEqualTo(30);
  }
}
