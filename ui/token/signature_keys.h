#pragma once

#include "core/registry/jwt_signature.h"

#include <QObject>
#include <QStringList>

class QSettings;

namespace wharf::ui {

/// The key files the user chose for each registry; its tokens' signatures are checked with them. Only paths are remembered.
class SignatureKeys final : public QObject {
    Q_OBJECT
public:
    explicit SignatureKeys(QSettings &settings, QObject *parent = nullptr);

    [[nodiscard]] QStringList files(const QString &host) const;
    /// `host` and `file` of every choice, in the order of the hosts.
    [[nodiscard]] QList<std::pair<QString, QString>> all() const;
    /// Reads the file first: one that holds no key is refused. Errors: Stage::Input, Kind::Malformed or Absent; `subject` is the file.
    Result<void> add(const QString &host, const QString &file);
    void remove(const QString &host, const QString &file);

    /// Checks a token with the registry's keys; a file that can no longer be read gives none.
    [[nodiscard]] registry::SignatureVerdict check(const QString &host, QByteArrayView token) const;

Q_SIGNALS:
    void changed();

private:
    void write(const QString &host, const QStringList &files);

    QSettings &m_settings;
};

} // namespace wharf::ui
