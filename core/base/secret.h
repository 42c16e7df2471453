#pragma once

#include <QByteArrayView>

#include <cstddef>
#include <memory>

class QByteArray;
class QDebug;

namespace wharf {

/// Holds a password or token, and wipes it when it goes.
///
/// Move-only, so that a copy is always written down as `clone()`. The bytes are seen only inside `reveal()`.
/// Honest about its limits: what is handed to Qt's network stack, to QtKeychain or to a `QString` of an input field
/// is copied there, and those copies are not wiped.
class Secret {
public:
    Secret() = default;
    /// Copies `bytes`; the caller's own copy stays the caller's to wipe (see wipe()).
    explicit Secret(QByteArrayView bytes);
    Secret(Secret &&other) noexcept;
    Secret &operator=(Secret &&other) noexcept;
    Secret(const Secret &) = delete;
    Secret &operator=(const Secret &) = delete;
    ~Secret();

    [[nodiscard]] Secret clone() const;
    [[nodiscard]] bool isEmpty() const { return m_size == 0; }
    /// Bytes.
    [[nodiscard]] std::size_t size() const { return m_size; }

    /// Gives the bytes to `use` for the length of the call. What `use` returns is returned.
    template <class Use>
    decltype(auto) reveal(Use &&use) const
    {
        return std::forward<Use>(use)(QByteArrayView(m_bytes.get(), static_cast<qsizetype>(m_size)));
    }

    /// Compares in constant time for equal lengths.
    friend bool operator==(const Secret &a, const Secret &b);
    /// Prints `Secret(26 bytes)`.
    friend QDebug operator<<(QDebug debug, const Secret &secret);

private:
    std::unique_ptr<char[]> m_bytes;
    std::size_t m_size = 0;
};

/// Overwrites the bytes; never optimised away.
void wipe(char *bytes, std::size_t size);

/// Overwrites the bytes of a buffer nobody else shares, and empties it.
void wipe(QByteArray &bytes);

} // namespace wharf
