#pragma once

#include <QByteArrayView>
#include <QString>

#include <memory>

namespace wharf::registry {

/// Counts the SHA-256 of bytes that come in pieces.
class Sha256 {
public:
    Sha256();
    ~Sha256();
    Sha256(Sha256 &&) noexcept;
    Sha256 &operator=(Sha256 &&) noexcept;

    void add(QByteArrayView bytes);
    /// `sha256:…` of all that came so far; more may be added afterwards.
    [[nodiscard]] QString digest() const;

private:
    struct Context;
    std::unique_ptr<Context> m_context;
};

/// `sha256:…` of the bytes.
[[nodiscard]] QString sha256Of(QByteArrayView bytes);

/// Whether `digest`, one that isDigest() takes, is that of the bytes.
[[nodiscard]] bool isDigestOf(const QString &digest, QByteArrayView bytes);

/// `algorithm:encoded` as the OCI image spec (descriptor.md, "Digests") writes it: `sha256:` and 64, `sha512:` and 128 lower-case
/// hex digits. Other algorithms are not taken: nobody here could check them.
[[nodiscard]] bool isDigest(const QString &text);

} // namespace wharf::registry
