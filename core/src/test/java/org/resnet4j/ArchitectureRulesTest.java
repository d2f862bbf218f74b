package org.resnet4j;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Which room may use which: the arrows of the house only go one way. */
@AnalyzeClasses(
    packages = "org.resnet4j",
    importOptions = {ImportOption.DoNotIncludeTests.class})
class ArchitectureRulesTest {
  private static final String ROOT = "org.resnet4j.";

  /** Each room and the rooms that it uses, which stand above it: so no arrow goes back. */
  private static final Map<String, Set<String>> MAY_USE =
      house(
          """
          text:
          io: text
          io.zip: io
          io.tar: io
          io.download: io
          random:
          layer:
          arch.block: layer
          arch.cost: layer
          arch: arch.block arch.cost layer text
          image: io
          image.bmp: image
          image.gif: image
          image.jpeg.marker: image
          image.jpeg.scan: image image.jpeg.marker
          image.jpeg: image image.jpeg.marker image.jpeg.scan
          image.png: image
          image.webp.lossless: image
          image.webp.lossy: image
          image.webp: image image.webp.lossless image.webp.lossy
          image.decode: image image.bmp image.gif image.jpeg image.png image.webp
          image.effect: image
          data.augment: image image.effect random
          data: data.augment image image.effect io layer random
          data.pictures: data image image.decode layer random
          data.folder: data data.pictures image image.decode io
          data.shards: data data.pictures image image.decode io io.tar random
          data.named: data data.folder data.pictures data.shards io io.download layer text
          report: io
          torch.natives: io
          torch: arch arch.block io layer torch.natives
          weights.pytorch: io io.zip torch
          weights: arch arch.block io layer torch weights.pytorch
          compiled.graph: arch.cost layer
          compiled.onednn: compiled.graph layer torch
          compiled.plan: arch compiled.graph compiled.onednn layer text torch
          compiled.gradient: arch arch.block compiled.graph compiled.onednn layer torch
          model: arch arch.block compiled.graph compiled.plan data data.named image image.decode io \
              io.download layer text torch weights
          infer: arch arch.block arch.cost compiled.plan image io layer model torch
          evaluate: arch arch.block compiled.plan data image infer layer model random report torch
          export.pytorch: io io.zip torch
          export.onnx: arch arch.block compiled.graph compiled.plan io layer torch
          export.torchscript: arch export.pytorch io io.zip layer torch
          export: arch arch.block compiled.plan export.onnx export.pytorch export.torchscript io layer \
              model torch weights
          train.optim: arch layer torch
          train.recipe: arch arch.cost data data.augment data.pictures image io layer random text train.optim
          train.step: compiled.gradient data layer torch train.optim train.recipe
          train.run: arch arch.block data data.named evaluate io model report torch train.optim \
              train.recipe train.step weights
          train: arch arch.block compiled.gradient data data.named evaluate image io \
              layer model random report torch train.optim train.recipe train.run \
              train.step weights
          study: arch arch.block arch.cost data data.named data.pictures io model report torch train \
              train.optim train.recipe train.run
          study.experiments: arch arch.block arch.cost compiled.gradient data data.named evaluate \
              layer report study torch train train.optim train.recipe train.run train.step
          """);

  /** So that readers find the same arrows as the test. */
  @Test
  void theDocumentShowsTheSameHouse() throws IOException {
    Map<String, Set<String>> shown = new LinkedHashMap<>();
    Pattern row = Pattern.compile("\\| `([a-z.]+)` \\|.*\\|([^|]*)\\|");
    for (String line : Files.readAllLines(Path.of("../docs/ARCHITECTURE.md"))) {
      Matcher cells = row.matcher(line);
      if (cells.matches()) {
        Set<String> uses = new TreeSet<>(Arrays.asList(cells.group(2).trim().split("[` ]+")));
        uses.remove("");
        shown.put(cells.group(1), uses);
      }
    }
    assertThat(shown).containsExactlyEntriesOf(MAY_USE);
  }

  /** Rooms that only the library enters. */
  private static final Set<String> INTERNAL =
      Set.of(
          "compiled.gradient",
          "compiled.graph",
          "compiled.onednn",
          "image.bmp",
          "image.gif",
          "image.jpeg",
          "image.jpeg.marker",
          "image.jpeg.scan",
          "image.png",
          "image.webp",
          "image.webp.lossless",
          "image.webp.lossy",
          "io.tar",
          "io.zip",
          "random",
          "text",
          "torch.natives",
          "weights.pytorch");

  @Test
  void theModuleExportsAllOtherRooms() {
    Set<String> rooms = new TreeSet<>(MAY_USE.keySet());
    rooms.removeAll(INTERNAL);
    ModuleDescriptor module =
        ModuleFinder.of(Path.of("target/classes")).find("org.resnet4j").orElseThrow().descriptor();
    assertThat(module.exports())
        .allMatch(exports -> exports.targets().isEmpty())
        .extracting(exports -> exports.source().substring(ROOT.length()))
        .containsExactlyInAnyOrderElementsOf(rooms);
  }

  private static Map<String, Set<String>> house(String table) {
    Map<String, Set<String>> house = new LinkedHashMap<>();
    for (String line : table.lines().toList()) {
      String[] parts = line.split(":", -1);
      Set<String> uses = new TreeSet<>(Arrays.asList(parts[1].trim().split(" ")));
      uses.remove("");
      assertThat(house.keySet()).as("what stands above %s", parts[0]).containsAll(uses);
      house.put(parts[0].trim(), uses);
    }
    return house;
  }

  @ArchTest
  static void everyRoomUsesWhatItMayAndNothingElse(JavaClasses classes) {
    Set<String> arrows = new TreeSet<>();
    for (JavaClass from : classes) {
      from.getDirectDependenciesFromSelf().stream()
          .map(dependency -> dependency.getTargetClass().getBaseComponentType())
          .filter(to -> to.getPackageName().startsWith(ROOT) && !room(to).equals(room(from)))
          .forEach(to -> arrows.add(room(from) + " uses " + room(to)));
    }
    Set<String> allowed = new TreeSet<>();
    MAY_USE.forEach((room, used) -> used.forEach(to -> allowed.add(room + " uses " + to)));
    assertThat(arrows).containsExactlyInAnyOrderElementsOf(allowed);
  }

  @ArchTest
  static void everyRoomHasItsPlaceInTheHouse(JavaClasses classes) {
    Set<String> rooms = new TreeSet<>();
    classes.forEach(type -> rooms.add(room(type)));
    assertThat(rooms).containsExactlyInAnyOrderElementsOf(MAY_USE.keySet());
  }

  @ArchTest
  static final ArchRule nativeLibrariesAreUsedByFewRooms =
      noClasses()
          .that()
          .resideOutsideOfPackages(
              ROOT + "torch..",
              ROOT + "compiled..",
              ROOT + "weights..",
              ROOT + "export..",
              ROOT + "model",
              ROOT + "infer",
              ROOT + "evaluate",
              ROOT + "train..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.bytedeco..");

  @ArchTest
  static final ArchRule onlyTheCommandEndsTheProcess =
      noClasses().should().callMethod(System.class, "exit", int.class);

  /** Else digits, groups and points of a message or a page follow the machine's language. */
  @ArchTest
  static final ArchRule textsAreFormattedInTheRootLocale =
      noClasses()
          .should()
          .callMethod(String.class, "format", String.class, Object[].class)
          .orShould()
          .callMethod(String.class, "formatted", Object[].class);

  private static String room(JavaClass type) {
    return type.getPackageName().substring(ROOT.length());
  }
}
