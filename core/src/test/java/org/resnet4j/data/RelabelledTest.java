package org.resnet4j.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.resnet4j.layer.Shape;

class RelabelledTest extends DatasetContract {
  private static final Dataset ALL = Sets.random(9, new Shape(3, 4, 4), 3);

  @Override
  public Dataset dataset() {
    return ALL.withClasses(List.of("class2", "class0", "class1"));
  }

  @Test
  void labelsAreFoundByName() {
    Dataset data = ALL.withClasses(List.of("class2", "x", "class0", "class1"));
    assertThat(data.classes()).hasSize(4);
    assertThat(List.of(data.label(0), data.label(1), data.label(2))).containsExactly(2, 3, 0);
    assertThat(data.picture(5).pixels()).isEqualTo(ALL.picture(5).pixels());
    assertThat(ALL.withClasses(ALL.classes())).isSameAs(ALL);
    Dataset renamed = ALL.withClasses(ALL.classes(), List.of("a", "b", "c"));
    assertThat(renamed.classes()).containsExactly("a", "b", "c");
    assertThat(renamed.label(1)).isEqualTo(ALL.label(1));
  }

  @Test
  void aClassThatHasNoOnePlaceIsRefused() {
    assertThatThrownBy(() -> ALL.withClasses(List.of("class0", "class1")))
        .isInstanceOf(DataException.class)
        .hasMessageContainingAll("'class2'", "2 classes");
    assertThatThrownBy(() -> ALL.withClasses(List.of("class0", "class1", "class2", "class1")))
        .isInstanceOf(DataException.class)
        .hasMessageContainingAll("'class1'", "twice");
  }
}
