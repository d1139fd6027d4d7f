"""The docstrings that are made from the comments of C++ headers."""

import importlib.util
import pathlib
import subprocess
import sys
import textwrap

TOOL = pathlib.Path(__file__).parents[1] / "tools/docstrings.py"

specification = importlib.util.spec_from_file_location("docstrings", TOOL)
docstrings = importlib.util.module_from_spec(specification)
specification.loader.exec_module(docstrings)


def table(*headers):
    reader = docstrings.Reader()
    for header in headers:
        reader.read(textwrap.dedent(header))
    return reader.docstrings()


def test_functions_have_the_comment_directly_before_them():
    assert table("""
        // What a header is for.
        #pragma once
        namespace beras::ops {
        // A section.
        BERAS_API Tensor abs(const Tensor& x);
        /// -1, 0 or 1;
        /// NaN stays.
        BERAS_API Tensor sign(const Tensor& x);
        BERAS_API Tensor square(const Tensor& x);  // x * x
        }  // namespace beras::ops
        """) == {"beras::ops::sign": "-1, 0 or 1;\nNaN stays."}


def test_overloads_share_a_docstring():
    assert table("""
        namespace beras {
        struct Tape {
          /// Of one.
          Tensor gradient(const Tensor& x);
          Tensors gradient(const Tensors& x);
          /// Of many, with options.
          Tensors gradient(const Tensors& x, std::map<int, int> y = {{1, 2}});
        };
        }
        """) == {"beras::Tape::gradient": "Of one.\n\nOf many, with options."}


def test_bodies_and_initializers_are_passed_over():
    assert table("""
        namespace beras {
        /// Doubles.
        inline int twice(int x) {
          /// Not a docstring.
          if (x) { return f({x}); }
        }
        /// A field.
        Tensors values = {{1}, {2}};
        /// A function as a value.
        std::function<void(int)> hook = {};
        /// The last.
        int last(std::vector<int> x = {});
        }
        """) == {"beras::twice": "Doubles.", "beras::values": "A field.",
                 "beras::hook": "A function as a value.", "beras::last": "The last."}


def test_templates_operators_enums_and_aliases():
    assert table("""
        namespace beras {
        /// A base.
        template <typename Self>
        class Base : public Other<Self> {
         public:
          /// Adds.
          template <typename T>
          requires std::derived_from<T, Other<T>> T& add(T child) { return child; }
          /// Indexes.
          int operator[](int i) const;
        };
        /// The kinds.
        enum class Kind : std::uint8_t {
          /// The first.
          one,
          /// The second.
          two
        };
        /// Another name.
        using Alias = Base<int>;
        }
        """) == {"beras::Base": "A base.", "beras::Base::add": "Adds.",
                 "beras::Base::operator[]": "Indexes.", "beras::Kind": "The kinds.",
                 "beras::Kind::one": "The first.", "beras::Kind::two": "The second.",
                 "beras::Alias": "Another name."}


def test_private_members_and_friends_have_none():
    assert table("""
        namespace beras {
        class Box {
          /// Hidden by default.
          int a_;
         public:
          /// Shown.
          int b() const { return a_; }
         protected:
          /// For those who derive.
          void c();
         private:
          /// Not a friend's comment either.
          friend class Lid;
          /// Hidden.
          struct Inner { int x; };
        };
        }
        """) == {"beras::Box::b": "Shown.", "beras::Box::c": "For those who derive."}


def test_options_become_arguments_of_whoever_takes_them():
    found = table("""
        namespace beras::optimizers {
        struct OptimizerOptions {
          /// In sum.
          double clipnorm = 0;
          double undocumented = 1;
        };
        }
        """, """
        namespace beras::optimizers {
        struct AdamOptions : OptimizerOptions {
          /// The larger
          /// moment.
          bool amsgrad = false;
        };
        /// Adapts.
        class BERAS_API Adam : public Optimizer {
         public:
          explicit Adam(AdamOptions options = {});
        };
        /// Makes one.
        Adam make(const AdamOptions& options);
        }
        """)
    arguments = "\n\nArguments:\n    clipnorm: In sum.\n    amsgrad: The larger moment."
    assert found["beras::optimizers::Adam"] == "Adapts." + arguments
    assert found["beras::optimizers::make"] == "Makes one." + arguments
    assert found["beras::optimizers::AdamOptions::amsgrad"] == "The larger\nmoment."


def test_comments_are_turned_for_readers_of_python():
    assert table("""
        namespace beras {
        /// Like ops::exp; std::nullopt for none:
        ///
        /// ```cpp
        /// Sequential model(layers::Dense(10));
        /// ```
        ///
        /// Frozen by `trainable(false)`.
        void f();
        }
        """) == {"beras::f": "Like ops.exp; None for none.\n\nFrozen by `trainable(false)`."}


def test_the_tool_writes_a_sorted_table_in_cpp(tmp_path):
    header, output = tmp_path / "a.h", tmp_path / "a.cpp"
    header.write_text('namespace b {\n/// "Z".\nint z;\n/// A.\nint a;\n}\n')
    subprocess.run([sys.executable, TOOL, output, header], check=True)
    rows = [line for line in output.read_text().splitlines() if line.startswith('    {"')]
    assert rows == ['    {"b::a", R"doc(A.)doc"},', '    {"b::z", R"doc("Z".)doc"},']
