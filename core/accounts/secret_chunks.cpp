#include "core/accounts/secret_chunks.h"

#include "core/accounts/store_limits.h"

#include <QCryptographicHash>
#include <QStringDecoder>

namespace wharf::accounts {

namespace {

constexpr QByteArrayView mark("wharfinger-pieces:1:");
constexpr qsizetype rawPiece = longestValue / 4 * 3;
constexpr int mostPieces = static_cast<int>((static_cast<qsizetype>(mostSecretBytes) + rawPiece - 1) / rawPiece);

bool isPlainText(QByteArrayView bytes)
{
    if (bytes.contains('\0') || bytes.startsWith(mark))
        return false;
    return bytes.isValidUtf8();
}

QByteArray digestOf(QByteArrayView bytes)
{
    QCryptographicHash hash(QCryptographicHash::Sha256);
    hash.addData(bytes);
    return hash.result().toHex();
}

SharedSecret shared(QByteArray &&bytes)
{
    auto secret = std::make_shared<const Secret>(bytes);
    wipe(bytes);
    return secret;
}

Failure brokenEntry()
{
    return storeFailure(Kind::Malformed, QStringLiteral("entry"));
}

} // namespace

ChunkedSecret splitSecret(const Secret &secret, ChunkSet set)
{
    return secret.reveal([&](QByteArrayView bytes) {
        ChunkedSecret result;
        result.set = set;
        if (bytes.size() <= longestValue && isPlainText(bytes)) {
            result.value = std::make_shared<const Secret>(bytes);
            return result;
        }
        for (qsizetype at = 0; at < bytes.size(); at += rawPiece) {
            const QByteArrayView piece = bytes.sliced(at, qMin(rawPiece, bytes.size() - at));
            result.pieces.append(shared(QByteArray::fromRawData(piece.data(), piece.size()).toBase64()));
        }
        QByteArray header = mark.toByteArray();
        header += static_cast<char>(set);
        header += ':' + QByteArray::number(result.pieces.size()) + ':' + digestOf(bytes);
        result.value = shared(std::move(header));
        return result;
    });
}

Result<std::optional<ChunkHeader>> chunkHeaderOf(const Secret &value)
{
    return value.reveal([](QByteArrayView bytes) -> Result<std::optional<ChunkHeader>> {
        if (!bytes.startsWith(mark))
            return std::nullopt;
        const QList<QByteArray> fields = bytes.sliced(mark.size()).toByteArray().split(':');
        if (fields.size() != 3 || (fields.at(0) != "a" && fields.at(0) != "b") || fields.at(2).size() != 64)
            return fail(brokenEntry());
        bool isNumber = false;
        const int count = fields.at(1).toInt(&isNumber);
        if (!isNumber || count < 1 || count > mostPieces)
            return fail(brokenEntry());
        return ChunkHeader { fields.at(0) == "a" ? ChunkSet::A : ChunkSet::B, count, fields.at(2) };
    });
}

Result<SharedSecret> joinSecret(const ChunkHeader &header, const QList<SharedSecret> &pieces)
{
    QByteArray whole;
    // One allocation, so that no outgrown buffer keeps half a secret.
    whole.reserve(rawPiece * pieces.size());
    for (const SharedSecret &piece : pieces) {
        QByteArray raw = piece->reveal(
            [](QByteArrayView text) { return QByteArray::fromBase64(QByteArray::fromRawData(text.data(), text.size())); });
        whole += raw;
        wipe(raw);
    }
    const bool right = pieces.size() == header.count && digestOf(whole) == header.digest;
    SharedSecret secret = shared(std::move(whole));
    if (!right)
        return fail(brokenEntry());
    return secret;
}

QString chunkKey(const QString &key, ChunkSet set, int number)
{
    return key + QLatin1Char('/') + QLatin1Char(static_cast<char>(set)) + QLatin1Char('/') + QString::number(number);
}

} // namespace wharf::accounts
