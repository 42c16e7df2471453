#include "tests/integration/secret_watch.h"

#include <QDir>
#include <QDirIterator>
#include <QFile>

#include <chrono>

namespace wharf::test {

namespace {

QByteArray contentOf(const QString &fileName)
{
    QFile file(fileName);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

} // namespace

QList<QByteArray> formsOf(const QByteArray &secret)
{
    QList<QByteArray> forms { secret };
    if (const QByteArray percent = secret.toPercentEncoding(); percent != secret)
        forms << percent;
    for (qsizetype offset = 0; offset < 3; ++offset) {
        // What comes before and after the secret colours the letters at its edges: leave them out.
        const QByteArray letters = (QByteArray(offset, 'x') + secret).toBase64(QByteArray::OmitTrailingEquals);
        const QByteArray middle = letters.mid(offset == 0 ? 0 : offset + 1, letters.size() - (offset == 0 ? 0 : offset + 1) - 2);
        if (middle.size() >= 8) {
            forms << middle;
            if (const QByteArray url = QByteArray(middle).replace('+', '-').replace('/', '_'); url != middle)
                forms << url;
        }
    }
    return forms;
}

QByteArray secretIn(const QByteArray &text, const QList<QByteArray> &secrets)
{
    for (const QByteArray &secret : secrets) {
        for (const QByteArray &form : formsOf(secret)) {
            if (text.contains(form))
                return form;
        }
    }
    return {};
}

QStringList filesHolding(const QString &folder, const QList<QByteArray> &secrets, const QStringList &except)
{
    QStringList holding;
    QDirIterator files(folder, QDir::Files | QDir::Hidden | QDir::System | QDir::NoSymLinks, QDirIterator::Subdirectories);
    while (files.hasNext()) {
        const QString path = files.next();
        bool excepted = !files.fileInfo().isFile();
        for (const QString &each : except)
            excepted = excepted || path == each || path.startsWith(each + QLatin1Char('/'));
        if (!excepted && !secretIn(contentOf(path), secrets).isEmpty())
            holding << path;
    }
    return holding;
}

ProcessWatch::ProcessWatch(const QList<QByteArray> &secrets)
{
    for (const QByteArray &secret : secrets)
        m_forms << formsOf(secret);
    m_thread = std::thread([this] {
        while (m_going) {
            readAll();
            std::this_thread::sleep_for(std::chrono::milliseconds(1));
        }
    });
}

ProcessWatch::~ProcessWatch()
{
    m_going = false;
    m_thread.join();
}

QStringList ProcessWatch::found()
{
    readAll();
    const std::lock_guard lock(m_mutex);
    return m_found;
}

qsizetype ProcessWatch::seen()
{
    readAll();
    const std::lock_guard lock(m_mutex);
    return m_seen.size();
}

void ProcessWatch::readAll()
{
    const QStringList entries = QDir(QStringLiteral("/proc")).entryList(QDir::Dirs);
    for (const QString &pid : entries) {
        if (!pid.at(0).isDigit())
            continue;
        const QByteArray commandLine = contentOf(QStringLiteral("/proc/%1/cmdline").arg(pid));
        const QByteArray environment = contentOf(QStringLiteral("/proc/%1/environ").arg(pid));
        for (const auto &[name, text] : { std::pair<const char *, QByteArray>("cmdline", commandLine), { "environ", environment } }) {
            for (const QByteArray &form : std::as_const(m_forms)) {
                if (!text.contains(form))
                    continue;
                const QByteArray blotted = QByteArray(commandLine).replace(form, "[secret]").replace('\0', ' ');
                const QString line = QStringLiteral("%1 of %2 %3").arg(QLatin1String(name), pid, QString::fromUtf8(blotted.left(200)));
                const std::lock_guard lock(m_mutex);
                if (!m_found.contains(line))
                    m_found << line;
            }
        }
        const std::lock_guard lock(m_mutex);
        m_seen.insert(pid.toLatin1() + ' ' + commandLine);
    }
}

} // namespace wharf::test
