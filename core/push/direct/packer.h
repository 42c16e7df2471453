#pragma once

#include <QByteArrayView>

#include <memory>

namespace wharf::push {

/// Packs a stream as gzip, with ISA-L where the build has it, with zlib elsewhere.
class Packer {
public:
    virtual ~Packer() = default;
    [[nodiscard]] static std::unique_ptr<Packer> create();
    /// Names library and level.
    [[nodiscard]] static const char *name();

    /// Bytes to be packed next; they must stay where they are until `needsInput()`. Nothing and `last` end the stream.
    virtual void feed(QByteArrayView bytes, bool last) = 0;
    [[nodiscard]] virtual bool needsInput() const = 0;
    [[nodiscard]] virtual bool isDone() const = 0;
    /// Packs into `into`; how many bytes came out, 0 where more input is needed.
    [[nodiscard]] virtual qint64 pack(char *into, qint64 most) = 0;
};

} // namespace wharf::push
