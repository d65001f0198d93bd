# One image for the API, the workers and the command line; what it does is its command.
FROM python:3.13-slim-bookworm AS build
# For CLEANER_COMPILE=1 below: the core is compiled (hatch_build.py). The release of the base image pins these.
# hadolint ignore=DL3008
RUN apt-get update \
 && apt-get install -y --no-install-recommends gcc libc6-dev \
 && rm -rf /var/lib/apt/lists/*
WORKDIR /source
COPY pyproject.toml README.md LICENSE hatch_build.py ./
COPY cleaner ./cleaner
COPY workers ./workers
RUN python -m venv /opt/cleaner \
 && CLEANER_COMPILE=1 /opt/cleaner/bin/pip install --no-cache-dir '.[service,postgres,objects]'

FROM python:3.13-slim-bookworm
RUN groupadd --gid 10001 cleaner \
 && useradd --uid 10001 --gid cleaner --home-dir /data --no-create-home --shell /usr/sbin/nologin cleaner \
 && install --directory --owner=cleaner --group=cleaner --mode=0700 /data
COPY --from=build /opt/cleaner /opt/cleaner
ENV PATH=/opt/cleaner/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    CLEANER_DATA_DIR=/data
USER 10001:10001
VOLUME /data
EXPOSE 8080
# 40 s: the workers import and warm the extractors before they take work.
HEALTHCHECK --interval=10s --timeout=3s --start-period=40s --retries=3 \
  CMD ["python", "-c", "import os, urllib.request as u; u.urlopen('http://127.0.0.1:' + os.environ.get('CLEANER_PORT', '8080') + '/livez', timeout=2)"]
ENTRYPOINT ["cleaner"]
CMD ["serve"]
