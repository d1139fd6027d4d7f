// The exceptions of Beras. Every message says who speaks, what was expected, what came and, where
// it helps, what to do: `[Dense] expected last axis 784. Received: input of shape (32, 10).`
#pragma once

#include <stdexcept>
#include <string>
#include <string_view>

#include <beras/base/export.h>

namespace beras {

/// Base of all exceptions that Beras throws on purpose.
class BERAS_API Error : public std::runtime_error {
 public:
  /// A message in the house form: `[who] expected {expected}. Received: {received}. {advice}`.
  Error(std::string_view who, std::string_view expected, std::string_view received,
        std::string_view advice = {});
  /// A free message: `[who] {message}`.
  Error(std::string_view who, std::string_view message);
};

/// A rank, shape or axis length does not fit.
class BERAS_API ShapeError : public Error {
 public:
  using Error::Error;
};

/// A dtype does not fit, or two dtypes do not go together.
class BERAS_API DTypeError : public Error {
 public:
  using Error::Error;
};

/// An argument's value is out of its domain, or a name is unknown.
class BERAS_API ValueError : public Error {
 public:
  using Error::Error;
};

/// An index or an axis is out of range.
class BERAS_API IndexError : public Error {
 public:
  using Error::Error;
};

/// A gradient tape is used in a way that cannot give a right gradient.
class BERAS_API TapeError : public Error {
 public:
  using Error::Error;
};

/// A file cannot be read or written, is truncated, or contradicts itself.
class BERAS_API FormatError : public Error {
 public:
  using Error::Error;
};

/// The machine or a backend cannot do what was asked: no memory, no kernel, no device.
class BERAS_API BackendError : public Error {
 public:
  using Error::Error;
};

}  // namespace beras
