#pragma once

#include "core/base/credential.h"

#include <QObject>
#include <QTimer>

namespace wharf::ui {

/// Puts a secret on the clipboard, marked so that clipboard managers do not keep it, and takes it away again.
class SecretClipboard final : public QObject {
    Q_OBJECT
public:
    explicit SecretClipboard(QObject *parent = nullptr);
    ~SecretClipboard() override;

    static constexpr std::chrono::seconds keptFor { 30 };

    void copy(const SharedSecret &secret);
    /// Empties the clipboard if our secret is still on it.
    void clear();

Q_SIGNALS:
    void cleared();

private:
    void takeBack();

    QTimer m_timer;
    SharedSecret m_copied;
};

} // namespace wharf::ui
