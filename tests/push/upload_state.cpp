#include "tests/push/upload_state.h"

#include <QCryptographicHash>
#include <QJsonDocument>
#include <QMessageAuthenticationCode>

#include <utility>

namespace wharf::rig {

namespace {

constexpr qsizetype macSize = 32;

QByteArray macOf(const QByteArray &message, const QByteArray &secret)
{
    return QMessageAuthenticationCode::hash(message, secret, QCryptographicHash::Sha256);
}

/// Where the value of `_state` begins and how long it is; none: -1.
std::pair<qsizetype, qsizetype> placeIn(const QByteArray &target)
{
    const QByteArray name = "_state=";
    qsizetype at = target.indexOf('?');
    while (at >= 0 && target.mid(at + 1, name.size()) != name)
        at = target.indexOf('&', at + 1);
    if (at < 0)
        return { -1, 0 };
    const qsizetype begin = at + 1 + name.size();
    const qsizetype end = target.indexOf('&', begin);
    return { begin, (end < 0 ? target.size() : end) - begin };
}

} // namespace

std::optional<UploadState> UploadState::read(const QByteArray &token, const QByteArray &secret)
{
    const QByteArray bytes = QByteArray::fromBase64(QByteArray::fromPercentEncoding(token), QByteArray::Base64UrlEncoding);
    UploadState state;
    state.m_json = QJsonDocument::fromJson(bytes.mid(macSize)).object();
    if (state.m_json.isEmpty() || macOf(bytes.mid(macSize), secret) != bytes.left(macSize))
        return std::nullopt;
    return state;
}

std::optional<UploadState> UploadState::ofTarget(const QByteArray &target, const QByteArray &secret)
{
    const auto [at, size] = placeIn(target);
    return at < 0 ? std::nullopt : read(target.mid(at, size), secret);
}

qint64 UploadState::offset() const
{
    return m_json.value(QStringLiteral("Offset")).toInteger();
}

void UploadState::setOffset(qint64 offset)
{
    m_json.insert(QStringLiteral("Offset"), offset);
}

QByteArray UploadState::token(const QByteArray &secret) const
{
    const QByteArray message = QJsonDocument(m_json).toJson(QJsonDocument::Compact);
    return (macOf(message, secret) + message).toBase64(QByteArray::Base64UrlEncoding).toPercentEncoding();
}

QByteArray UploadState::inTarget(const QByteArray &target, const QByteArray &secret) const
{
    const auto [at, size] = placeIn(target);
    return at < 0 ? target : QByteArray(target).replace(at, size, token(secret));
}

} // namespace wharf::rig
