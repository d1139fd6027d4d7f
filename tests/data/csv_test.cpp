#include <beras/base/error.h>
#include <beras/data/csv.h>

#include <gtest/gtest.h>

#include <cmath>

#include "tests/data/files.h"
#include "tests/data/gzip.h"

namespace beras {
namespace {

using Rows = std::vector<std::vector<std::string>>;
using Names = std::vector<std::string>;

CsvTable parse_csv(const std::string& text, const CsvOptions& options = {}) {
  return csv_from_bytes(as_bytes(text), options);
}
Rows rows_of(const std::string& text, const CsvOptions& options = {}) {
  return csv_text_from_bytes(as_bytes(text), options).rows;
}
std::string error_of_csv(const std::string& text, const CsvOptions& options = {}) {
  return message_of<FormatError>([&] { parse_csv(text, options); });
}

TEST(Csv, ReadsNumbers) {
  const CsvTable table = parse_csv("1,2.5,-3e2\n+4, 5 ,.5\n");
  EXPECT_TRUE(table.names.empty());
  EXPECT_EQ(table.values.shape(), (Shape{2, 3}));
  EXPECT_EQ(table.values.dtype(), float32);
  EXPECT_FALSE(table.values.trainable());
  EXPECT_EQ(table.values.to_vector<float>(), (std::vector<float>{1, 2.5, -300, 4, 5, .5}));
}

TEST(Csv, ReadsNamesFromTheHeader) {
  const CsvTable table =
      parse_csv("\xEF\xBB\xBFheight,\"my \"\"weight\"\"\"\r\n1,2\r\n", {.header = true});
  EXPECT_EQ(table.names, (Names{"height", "my \"weight\""}));
  EXPECT_EQ(table.values.to_vector<float>(), (std::vector<float>{1, 2}));
  EXPECT_EQ(parse_csv("a,b\n", {.header = true}).values.shape(), (Shape{0, 2}));
}

TEST(Csv, KnowsEveryOption) {
  EXPECT_EQ(parse_csv("a comment, with a \" quote\n\n1;2\n", {.delimiter = ';', .skip_lines = 2})
                .values.to_vector<float>(),
            (std::vector<float>{1, 2}));
  const auto with_missing =
      parse_csv("1,\nNA,4\n\"\",nan", {.missing_as_nan = true}).values.to_vector<float>();
  EXPECT_EQ(with_missing[0], 1);
  EXPECT_TRUE(std::isnan(with_missing[1]));
  EXPECT_TRUE(std::isnan(with_missing[2]));
  EXPECT_EQ(with_missing[3], 4);
  EXPECT_TRUE(std::isnan(with_missing[4]));
  EXPECT_TRUE(std::isnan(with_missing[5]));
}

TEST(Csv, ReadsTheDtypeAskedFor) {
  EXPECT_EQ(parse_csv("0.1", {.dtype = float64}).values.item<double>(), 0.1);
  EXPECT_EQ(parse_csv("9007199254740993", {.dtype = int64}).values.item<std::int64_t>(),
            9007199254740993);
  EXPECT_EQ(parse_csv("-5", {.dtype = int32}).values.item<int>(), -5);
  EXPECT_EQ(
      error_of_csv("1.5", {.dtype = int32}),
      "[csv_from_bytes] expected an integer at line 1, column 1 in memory. Received: \"1.5\".");
  EXPECT_EQ(error_of_csv("3000000000", {.dtype = int32}),
            "[csv_from_bytes] expected a number within int32 at line 1, column 1 in memory. "
            "Received: \"3000000000\".");
  EXPECT_THROW(parse_csv("1", {.dtype = uint8}), DTypeError);
}

TEST(Csv, RoundsNumbersTooSmallAndRefusesThoseTooLarge) {
  EXPECT_EQ(parse_csv("1e-46,1e-400,1e-40").values.to_vector<float>(),
            (std::vector<float>{0, 0, 1e-40F}));
  EXPECT_EQ(parse_csv("1e-400", {.dtype = float64}).values.item<double>(), 0);
  EXPECT_EQ(parse_csv("inf,-inf").values.to_vector<float>(),
            (std::vector<float>{INFINITY, -INFINITY}));
  EXPECT_EQ(error_of_csv("0,1e39"),
            "[csv_from_bytes] expected a number within float32 at line 1, column 2 in memory. "
            "Received: \"1e39\".");
  EXPECT_THROW(parse_csv("1e400", {.dtype = float64}), FormatError);
}

TEST(Csv, SaysWhereTheErrorIs) {
  EXPECT_EQ(error_of_csv("1,2\n\n3,x\n"),
            "[csv_from_bytes] expected a number at line 3, column 2 in memory. Received: \"x\".");
  EXPECT_EQ(error_of_csv("name,age\n\"a\nb\",2\n\"c\",3\n", {.header = true}),
            "[csv_from_bytes] expected a number at line 2, column 1 in memory. Received: "
            "\"a\\nb\".");
  EXPECT_EQ(error_of_csv("\"1\n\"\"\",2\n3,x\n", {.header = true}),
            "[csv_from_bytes] expected a number at line 3, column 2 in memory. Received: \"x\".");
  EXPECT_EQ(error_of_csv("junk\n1,2\n3\n", {.skip_lines = 1}),
            "[csv_from_bytes] expected 2 fields at line 3 in memory. Received: 1.");
  EXPECT_EQ(error_of_csv("1,2\n3,\n"),
            "[csv_from_bytes] expected a number at line 2, column 2 in memory. Received: \"\".");
  for (const char* text : {"+-1", "++1", "1 2", "0x10", "1,000.0.0", "--1"})
    EXPECT_THROW(parse_csv(text, {.delimiter = ';'}), FormatError) << text;
}

TEST(Csv, RefusesQuotesThatGoWrong) {
  EXPECT_EQ(error_of_csv("1,2\n3,\"4\n5,6\n"),
            "[csv_from_bytes] expected an end of the quotes in the record at line 2 in memory. "
            "Received: the end of the file.");
  EXPECT_EQ(error_of_csv("\"1\"2,3\n"),
            "[csv_from_bytes] expected a delimiter after the closing quote at line 1, column 1 in "
            "memory. Received: \"2,3\".");
}

TEST(Csv, RefusesFilesWithoutLines) {
  EXPECT_EQ(error_of_csv(""),
            "[csv_from_bytes] expected at least one line in memory. Received: none.");
  EXPECT_THROW(parse_csv("\n\r\n\n"), FormatError);
  EXPECT_THROW(parse_csv("1,2\n", {.skip_lines = 5}), FormatError);
  EXPECT_EQ(message_of<FormatError>([] { load_csv("/no/such.csv"); }),
            "[load_csv] expected a readable file at \"/no/such.csv\". Received: No such file or "
            "directory.");
}

TEST(Csv, RefusesOptionsThatMakeNoSense) {
  for (const char delimiter : {'"', '\n', '\r'})
    EXPECT_THROW(parse_csv("1", {.delimiter = delimiter}), ValueError);
  EXPECT_THROW(parse_csv("1", {.skip_lines = -1}), ValueError);
  EXPECT_THROW(parse_csv("1", {.missing_as_nan = true, .dtype = int32}), ValueError);
}

TEST(Csv, ReadsText) {
  EXPECT_EQ(rows_of("a,\"b,\"\"c\"\"\nd\",\r\ne, f ,g\"h\n\n"),
            (Rows{{"a", "b,\"c\"\nd", ""}, {"e", " f ", "g\"h"}}));
  const CsvText table =
      csv_text_from_bytes(as_bytes("x\ty\n1\t2"), {.delimiter = '\t', .header = true});
  EXPECT_EQ(table.names, (Names{"x", "y"}));
  EXPECT_EQ(table.rows, (Rows{{"1", "2"}}));
}

TEST(Csv, ReadsFilesOfManyPieces) {
  std::string text = "a,b\n";
  std::vector<double> values;
  for (int i = 0; i < 100000; ++i) {
    text += "\"" + std::to_string(i) + "\"," + std::to_string(i) + ".5\n";
    values.insert(values.end(), {i + 0., i + .5});
  }
  const ScratchFolder folder;
  write_file(folder / "plain.csv", text);
  write_file(folder / "packed.csv.gz", gzipped(text));
  for (const char* name : {"plain.csv", "packed.csv.gz"}) {
    const CsvTable table = load_csv(folder / name, {.header = true, .dtype = float64});
    EXPECT_EQ(table.values.shape(), (Shape{100000, 2}));
    EXPECT_EQ(table.values.to_vector<double>(), values);
  }
  EXPECT_EQ(load_csv_text(folder / "plain.csv").rows.at(99999), (Names{"99998", "99998.5"}));
}

TEST(Csv, ReadsFieldsLongerThanAPiece) {
  const std::string wide(1 << 20, 'x');
  EXPECT_EQ(rows_of("a,\"" + wide + "\"\nb,c"), (Rows{{"a", wide}, {"b", "c"}}));
}

}  // namespace
}  // namespace beras
