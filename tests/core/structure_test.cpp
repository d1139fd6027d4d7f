#include <beras/core/structure.h>

#include <gtest/gtest.h>

#include <utility>

#include <beras/base/error.h>

namespace beras {
namespace {

Tensor number(float value) { return Tensor(value); }

std::vector<float> flat_values(const Structure& structure) {
  std::vector<float> values;
  for (const Tensor& tensor : structure.flatten()) values.push_back(tensor.item<float>());
  return values;
}

template <typename Function>
std::string words_of_refusal(Function function) {
  try {
    function();
  } catch (const Error& error) {
    return error.what();
  }
  return "nothing thrown";
}

Structure nested_numbers() {
  return {{"words", {number(2), number(3)}}, {"image", number(1)}, {"more", {{"a", number(4)}}}};
}

TEST(Structure, IsATensorWithoutAnythingAround) {
  const Tensor x = number(7);
  const Structure one = x;
  EXPECT_TRUE(one.is_tensor());
  EXPECT_TRUE(one.tensor().same_as(x));
  EXPECT_EQ(one.size(), 1U);
  EXPECT_EQ(one.paths(), std::vector<std::string>{""});
  EXPECT_FALSE(Structure().tensor().defined());
  EXPECT_LE(sizeof(Structure), 4 * sizeof(void*));
}

TEST(Structure, IsEmptiedByBraces) {
  Structure structure = Tensor{1., 2.};
  structure = {};
  EXPECT_TRUE(structure.is_tensor());
  EXPECT_FALSE(structure.tensor().defined());
}

TEST(Structure, GoesWhereTensorsGo) {
  const Structure one = number(7);
  EXPECT_EQ([](const Tensor& x) { return x.item<float>(); }(one), 7);
  EXPECT_EQ([](const Tensors& all) { return all.size(); }(nested_numbers()), 4U);
  EXPECT_THROW([](const Tensor& x) { return x; }(nested_numbers()), ValueError);
}

TEST(Structure, IsWrittenInBraces) {
  const Structure list = {number(1), number(2)};
  EXPECT_EQ(list.kind(), Structure::Kind::list);
  EXPECT_EQ(Structure(Tensors{number(1)}).kind(), Structure::Kind::list);
  EXPECT_EQ(list[1].tensor().item<float>(), 2);
  const Structure with_none = {number(1), {}};
  EXPECT_FALSE(with_none[1].tensor().defined());
  const Structure lists = {{number(1), number(2)}, number(3)};
  EXPECT_EQ(lists[0][1].tensor().item<float>(), 2);
  const Structure map = {{"b", number(2)}, {"a", {number(1), number(0)}}};
  EXPECT_EQ(map.kind(), Structure::Kind::map);
  EXPECT_EQ(map["a"].size(), 2U);
  const Structure matrix = {{1., 2.}, {3., 4.}};
  EXPECT_EQ(matrix.tensor().shape(), (Shape{2, 2}));
  const Structure row = {{1., 2.}};
  EXPECT_EQ(row.tensor().shape(), (Shape{1, 2}));
}

TEST(Structure, IsFlatInAlphabeticalOrder) {
  EXPECT_EQ(flat_values(nested_numbers()), (std::vector<float>{1, 4, 2, 3}));
  EXPECT_EQ(nested_numbers().paths(),
            (std::vector<std::string>{"image", "more/a", "words/0", "words/1"}));
  EXPECT_EQ(nested_numbers().names(), (std::vector<std::string>{"words", "image", "more"}));
  EXPECT_EQ(nested_numbers().count(), 4U);
  const Tensors flat = nested_numbers();
  EXPECT_EQ(flat.size(), 4U);
}

TEST(Structure, PacksOtherTensorsTheSameWay) {
  const Structure packed =
      nested_numbers().pack_as({number(10), number(20), number(30), number(40)});
  EXPECT_EQ(packed["image"].tensor().item<float>(), 10);
  EXPECT_EQ(packed["more"]["a"].tensor().item<float>(), 20);
  EXPECT_EQ(packed["words"][1].tensor().item<float>(), 40);
  EXPECT_EQ(packed.names(), nested_numbers().names());
  EXPECT_EQ(
      words_of_refusal([] { nested_numbers().pack_as({number(1)}); }),
      R"([Structure] expected 4 tensors for {"words": [(), ()], "image": (), "more": {"a": ()}}. Received: 1.)");
}

TEST(Structure, MapsAFunctionOverItsTensorsInFlatOrder) {
  std::vector<float> seen;
  const Structure shifted = nested_numbers().map([&](const Tensor& x) {
    seen.push_back(x.item<float>());
    return number(x.item<float>() + 100);
  });
  EXPECT_EQ(seen, (std::vector<float>{1, 4, 2, 3}));
  EXPECT_EQ(shifted["words"][0].tensor().item<float>(), 102);
  EXPECT_EQ(Structure(number(1)).map([](const Tensor&) { return number(5); }).kind(),
            Structure::Kind::tensor);
  EXPECT_EQ(Structure::tuple({number(1)}).map([](const Tensor& x) { return x; }).kind(),
            Structure::Kind::tuple);
}

TEST(Structure, SaysWhatItIsWhereSomethingElseWasAskedFor) {
  const Structure list = {number(1), {}};
  EXPECT_EQ(words_of_refusal([&] { list.tensor(); }),
            "[Structure] expected a tensor. Received: a list: [(), None].");
  EXPECT_EQ(words_of_refusal([&] { std::ignore = list["a"]; }),
            R"([Structure] expected a map with an entry "a". Received: a list: [(), None].)");
  EXPECT_THROW(std::ignore = list[2], IndexError);
  EXPECT_THROW(std::ignore = Structure(number(1))[0], ValueError);
  EXPECT_NE(words_of_refusal([] {
              std::ignore = nested_numbers()["word"];
            }).find("Did you mean \"words\"?"),
            std::string::npos);
  EXPECT_THROW((Structure{{"a", number(1)}, {"a", number(2)}}), ValueError);
  EXPECT_EQ(to_string(Structure::tuple({number(1)})), "((),)");
}

TEST(Structure, IsComparedWithAnotherPathByPath) {
  const auto difference = [](const Structure& a, const Structure& b) {
    return words_of_refusal([&] { assert_same_structure("fit", a, b); });
  };
  EXPECT_EQ(
      difference(nested_numbers(), nested_numbers().map([](const Tensor&) { return Tensor(); })),
      "nothing thrown");
  const Structure list = {number(1), {number(2)}};
  EXPECT_EQ(difference(list, {number(1), Structure::tuple({number(2)})}),
            R"([fit] expected equal structures, a list at "1". Received: a tuple: ((),).)");
  EXPECT_EQ(difference(list, {number(1)}),
            "[fit] expected equal structures, 2 entries. Received: 1: [()].");
  EXPECT_EQ(difference({{"a", {{"b", number(1)}}}}, {{"a", {{"c", number(1)}}}}),
            R"([fit] expected equal structures, "a/b" in both. Received: none in {"c": ()}.)");
}

}  // namespace
}  // namespace beras
