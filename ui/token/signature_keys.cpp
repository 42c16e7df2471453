#include "ui/token/signature_keys.h"

#include <QFile>
#include <QFileInfo>
#include <QSettings>
#include <QUrl>

namespace wharf::ui {

namespace {

constexpr qint64 largestKeyFile = 1 << 20;

/// A host name has dots and colons, and an IPv6 one brackets, which an INI file's keys cannot all hold.
QString keyOf(const QString &host)
{
    return QLatin1String("signature-keys/") + QString::fromLatin1(QUrl::toPercentEncoding(host));
}

Result<QList<registry::VerificationKey>> keysIn(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return fail({ .stage = Stage::Input, .kind = Kind::Absent, .subject = path });
    return registry::VerificationKey::parse(file.read(largestKeyFile), QFileInfo(path).fileName());
}

} // namespace

SignatureKeys::SignatureKeys(QSettings &settings, QObject *parent)
    : QObject(parent)
    , m_settings(settings)
{
}

QStringList SignatureKeys::files(const QString &host) const
{
    return m_settings.value(keyOf(host)).toStringList();
}

QList<std::pair<QString, QString>> SignatureKeys::all() const
{
    QList<std::pair<QString, QString>> all;
    m_settings.beginGroup(QStringLiteral("signature-keys"));
    const QStringList hosts = m_settings.childKeys();
    m_settings.endGroup();
    for (const QString &encoded : hosts) {
        const QString host = QUrl::fromPercentEncoding(encoded.toLatin1());
        for (const QString &file : files(host))
            all.append({ host, file });
    }
    return all;
}

Result<void> SignatureKeys::add(const QString &host, const QString &file)
{
    const auto keys = keysIn(file);
    if (!keys)
        return fail(keys.error());
    QStringList known = files(host);
    known.removeAll(file);
    known.append(file);
    write(host, known);
    return {};
}

void SignatureKeys::remove(const QString &host, const QString &file)
{
    QStringList known = files(host);
    known.removeAll(file);
    write(host, known);
}

registry::SignatureVerdict SignatureKeys::check(const QString &host, QByteArrayView token) const
{
    QList<registry::VerificationKey> keys;
    for (const QString &file : files(host)) {
        if (const auto read = keysIn(file))
            keys.append(*read);
    }
    return registry::checkSignature(token, keys);
}

void SignatureKeys::write(const QString &host, const QStringList &files)
{
    if (files.isEmpty())
        m_settings.remove(keyOf(host));
    else
        m_settings.setValue(keyOf(host), files);
    Q_EMIT changed();
}

} // namespace wharf::ui
