"""A whole installation in practice mode for a browser, and the browser itself."""

from __future__ import annotations

import shutil
import socket
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, sync_playwright
from sqlalchemy import create_engine, select
from sqlalchemy.orm import Session

from cases.gate import hash_password
from cases.records import Authority, Facility, FacilityVendor, Municipality, Officer
from cases.vocabulary import FacilityKind, Role
from infra import parts
from infra.practice_password import PASSWORD
from tests.rig import Rig, until
