#include "core/accounts/routable_token.h"

#include <zlib.h>

#include <algorithm>

namespace wharf::accounts {

namespace {

constexpr qsizetype lengthDigits = 2;
constexpr qsizetype crcDigits = 7;
// 16 random bytes, a length byte and `o:1`; with 159 bytes of routing it is 235.
constexpr qsizetype shortestPayload = 27;
constexpr qsizetype longestPayload = 300;

bool isBase36(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z');
}

bool isBase64Url(char c)
{
    return isBase36(c) || (c >= 'A' && c <= 'Z') || c == '-' || c == '_';
}

/// Digits to the base of 36 in lower case; -1 for anything else.
qint64 fromBase36(QByteArrayView digits)
{
    qint64 number = 0;
    for (const char c : digits) {
        if (!isBase36(c))
            return -1;
        number = number * 36 + (c <= '9' ? c - '0' : c - 'a' + 10);
    }
    return number;
}

bool checks(QByteArrayView token, QByteArrayView payload, QByteArrayView tail)
{
    if (tail.size() != lengthDigits + crcDigits || fromBase36(tail.first(lengthDigits)) > payload.size())
        return false;
    const QByteArrayView summed = token.chopped(crcDigits);
    const auto crc = crc32(0, reinterpret_cast<const Bytef *>(summed.data()), static_cast<uInt>(summed.size()));
    return fromBase36(tail.last(crcDigits)) == static_cast<qint64>(crc);
}

} // namespace

Checksum routableChecksum(QByteArrayView token, QByteArrayView prefix)
{
    const qsizetype start = prefix.isEmpty() ? 0 : token.indexOf(prefix) + prefix.size();
    const qsizetype dot = token.indexOf('.', start);
    if (dot < 0 || token.size() > 2 * longestPayload)
        return Checksum::None;
    const QByteArrayView payload = token.sliced(start, dot - start);
    QByteArrayView tail = token.sliced(dot + 1);
    const bool versioned = tail.size() > 2 && tail[2] == '.';
    if (versioned && !tail.startsWith("01"))
        return Checksum::None;
    if (versioned)
        tail = tail.sliced(3);
    if (payload.size() < shortestPayload || !std::all_of(payload.begin(), payload.end(), isBase64Url))
        return Checksum::None;
    if (checks(token, payload, tail))
        return Checksum::Right;
    // A job token may be a JWT, whose header begins with `{"`; without a GitLab prefix it may be anything.
    const bool routable = prefix.startsWith("gl") && payload.size() <= longestPayload && !payload.startsWith("eyJ");
    return routable ? Checksum::Wrong : Checksum::None;
}

} // namespace wharf::accounts
