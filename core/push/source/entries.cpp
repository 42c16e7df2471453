#include "core/push/source/entries.h"

#include "core/push/source/image_failure.h"

namespace wharf::push {

Result<QByteArray> readUpTo(BlobReader &reader, qint64 most)
{
    QByteArray bytes(most, Qt::Uninitialized);
    qint64 at = 0;
    while (at < most) {
        const auto got = reader.read(bytes.data() + at, most - at);
        if (!got)
            return fail(got.error());
        if (*got == 0)
            break;
        at += *got;
    }
    bytes.truncate(at);
    return bytes;
}

Result<QByteArray> readWhole(Entries &entries, const QString &name, qint64 limit)
{
    const auto file = entries.find(name);
    if (!file)
        return fail(file.error());
    if (file->size > limit)
        return fail(imageFailure(Kind::TooLarge, name));
    const auto reader = entries.open(*file);
    if (!reader)
        return fail(reader.error());
    return readUpTo(**reader, file->size);
}

} // namespace wharf::push
