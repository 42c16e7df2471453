#include "core/accounts/vault_box.h"

#include "core/accounts/store_limits.h"

#include <QCborStreamReader>
#include <QCborStreamWriter>

namespace wharf::accounts {

namespace {

tl::unexpected<Failure> malformed()
{
    return fail(storeFailure(Kind::Malformed, QString()));
}

/// A text or byte string, whole; none where the next thing is no such string.
template <class String, class ReadPart>
std::optional<String> readString(QCborStreamReader &reader, ReadPart readPart)
{
    String whole;
    for (;;) {
        const auto part = readPart(reader);
        if (part.status == QCborStreamReader::Error)
            return std::nullopt;
        if (part.status == QCborStreamReader::EndOfString)
            return whole;
        // A string of one piece, which is all that is ever written here, is taken over and not copied.
        if (whole.isEmpty())
            whole = part.data;
        else
            whole += part.data;
    }
}

} // namespace

Result<VaultEntries> parseVaultBox(const QByteArray &box)
{
    QCborStreamReader reader(box);
    if (!reader.isMap() || !reader.enterContainer())
        return malformed();
    VaultEntries entries;
    while (reader.lastError() == QCborError::NoError && reader.hasNext()) {
        if (!reader.isString())
            return malformed();
        const auto key = readString<QString>(reader, [](QCborStreamReader &r) { return r.readString(); });
        if (!key || !reader.isByteArray())
            return malformed();
        auto value = readString<QByteArray>(reader, [](QCborStreamReader &r) { return r.readByteArray(); });
        if (!value)
            return malformed();
        entries[*key] = std::make_shared<const Secret>(*value);
        wipe(*value);
    }
    if (reader.lastError() != QCborError::NoError || !reader.leaveContainer() || reader.currentOffset() != box.size())
        return malformed();
    return entries;
}

QByteArray printVaultBox(const VaultEntries &entries)
{
    qsizetype size = 16;
    for (const auto &[key, secret] : entries)
        size += 3 * key.size() + static_cast<qsizetype>(secret->size()) + 32;
    QByteArray box;
    // Room for all at once, so that no outgrown buffer keeps secrets.
    box.reserve(size);
    QCborStreamWriter writer(&box);
    writer.startMap(static_cast<quint64>(entries.size()));
    for (const auto &[key, secret] : entries) {
        writer.append(key);
        secret->reveal([&](QByteArrayView bytes) { writer.appendByteString(bytes.data(), bytes.size()); });
    }
    writer.endMap();
    return box;
}

} // namespace wharf::accounts
