#include "ui/token/secret_clipboard.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QMimeData>

namespace wharf::ui {

SecretClipboard::SecretClipboard(QObject *parent)
    : QObject(parent)
{
    m_timer.setSingleShot(true);
    m_timer.setInterval(keptFor);
    connect(&m_timer, &QTimer::timeout, this, &SecretClipboard::clear);
}

SecretClipboard::~SecretClipboard()
{
    // Without a word: whoever listens is going, too.
    takeBack();
}

void SecretClipboard::copy(const SharedSecret &secret)
{
    auto *data = new QMimeData;
    data->setText(secret->reveal([](QByteArrayView bytes) { return QString::fromUtf8(bytes); }));
    // What clipboard managers go by: Klipper and others, then Windows.
    data->setData(QStringLiteral("x-kde-passwordManagerHint"), QByteArrayLiteral("secret"));
    data->setData(QStringLiteral("application/x-qt-windows-mime;value=\"ExcludeClipboardContentFromMonitorProcessing\""), QByteArrayLiteral("1"));
    QGuiApplication::clipboard()->setMimeData(data);
    m_copied = secret;
    m_timer.start();
}

void SecretClipboard::clear()
{
    takeBack();
    Q_EMIT cleared();
}

void SecretClipboard::takeBack()
{
    m_timer.stop();
    if (!m_copied)
        return;
    QClipboard *clipboard = QGuiApplication::clipboard();
    const bool stillOurs = m_copied->reveal([clipboard](QByteArrayView bytes) { return clipboard->text().toUtf8() == bytes; });
    m_copied.reset();
    if (stillOurs)
        clipboard->clear();
}

} // namespace wharf::ui
