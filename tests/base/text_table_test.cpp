#include <beras/base/text_table_internal.h>

#include <gtest/gtest.h>

namespace beras {
namespace {

TEST(TextTableTest, DrawsColumnsAsWideAsTheirWidestCell) {
  TextTable table({{"Name", TextTable::Align::left, 6}, {"n"}});
  table.add({"é", "1"});
  table.add({"longer name", "1,234"});
  EXPECT_EQ(table.text(),
            "┏━━━━━━━━━━━━━┳━━━━━━━┓\n"
            "┃ Name        ┃     n ┃\n"
            "┡━━━━━━━━━━━━━╇━━━━━━━┩\n"
            "│ é           │     1 │\n"
            "├─────────────┼───────┤\n"
            "│ longer name │ 1,234 │\n"
            "└─────────────┴───────┘\n");
  EXPECT_EQ(table.text(false).find("├"), std::string::npos);
}

TEST(TextTableTest, BreaksCellsBetweenWordsWhereTheWidthIsGiven) {
  TextTable table({{"Name", TextTable::Align::left, 0, 8},
                   {"middle", TextTable::Align::center, 0, 4},
                   {"n", TextTable::Align::right, 0, 3}});
  table.add({"sub (Sequential)", "Y", "1"});
  table.add({"   └ é b", "-", "12,345"});
  EXPECT_EQ(table.text(),
            "┏━━━━━━━━━━┳━━━━━━┳━━━━━┓\n"
            "┃ Name     ┃ mid… ┃   n ┃\n"
            "┡━━━━━━━━━━╇━━━━━━╇━━━━━┩\n"
            "│ sub      │  Y   │   1 │\n"
            "│ (Sequen… │      │     │\n"
            "├──────────┼──────┼─────┤\n"
            "│    └ é b │  -   │ 12… │\n"
            "└──────────┴──────┴─────┘\n");
}

TEST(TextTableTest, WritesNumbers) {
  EXPECT_EQ(with_commas(999), "999");
  EXPECT_EQ(with_commas(1234567), "1,234,567");
  EXPECT_EQ(memory_text(1000), "1000.00 B");
  EXPECT_EQ(memory_text(1536), "1.50 KB");
}

}  // namespace
}  // namespace beras
