#include "tests/sandbox/real_files.h"

#include <QDirIterator>
#include <QFileInfo>

#include <algorithm>

namespace wharf::sandbox {

namespace {

struct Candidate {
    QString fileName;
    qint64 size;
};

const QList<Candidate> &candidates()
{
    // Larger ones would fill a small layer alone.
    constexpr qint64 smallest = 4 * 1024;
    constexpr qint64 largest = 64 * 1024 * 1024;
    static const QList<Candidate> list = [] {
        QList<Candidate> found;
        for (const QString &folder : { QStringLiteral("/usr/bin"), QStringLiteral("/usr/lib") }) {
            QDirIterator walk(folder, QDir::Files | QDir::Readable | QDir::NoSymLinks, QDirIterator::Subdirectories);
            while (walk.hasNext()) {
                walk.next();
                const qint64 size = walk.fileInfo().size();
                if (size >= smallest && size <= largest)
                    found.append({ walk.filePath(), size });
            }
        }
        std::sort(found.begin(), found.end(), [](const Candidate &one, const Candidate &other) { return one.fileName < other.fileName; });
        return found;
    }();
    return list;
}

} // namespace

void takeRealFiles(qint64 bytes, quint32 start, const std::function<void(const QString &, qint64)> &take)
{
    const QList<Candidate> &files = candidates();
    // A stride that shares no divisor with the number of files visits each once before one comes again.
    constexpr qsizetype stride = 7919;
    qsizetype at = files.isEmpty() ? 0 : static_cast<qsizetype>(start) * 104'729 % files.size();
    for (qsizetype seen = 0; bytes > 0 && seen < files.size(); ++seen) {
        const Candidate &file = files.at(at);
        at = (at + stride) % files.size();
        if (file.size > bytes)
            continue;
        take(file.fileName, file.size);
        bytes -= file.size;
    }
}

} // namespace wharf::sandbox
